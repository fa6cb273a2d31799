package io.hypnos.engine.search;

import java.util.regex.Pattern;

/** Words around a question that say nothing of what is asked. */
final class PoliteWords {
  private static final Pattern OPENING =
      Pattern.compile(
          "^(?:(?:hi|hey|hello|ok|okay|so|well|please|and|now)\\b[\\s,.!]*|(?:can|could|would|will)"
              + " you (?:please )?(?:tell me|remind me|say|look up|find(?: out)?)\\b(?:"
              + " again)?[\\s,:]*|(?:do you (?:still )?(?:know|remember|recall)|tell me|remind"
              + " me|i(?: would|'d) like to know|i want to know|i (?:was|am)"
              + " wondering)\\b[\\s,:]*)+",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ENDING =
      Pattern.compile("[\\s,]*\\b(?:please|thanks|thank you)[\\s!.?]*$", Pattern.CASE_INSENSITIVE);

  private PoliteWords() {}

  static String dropped(String query) {
    String ended = ENDING.matcher(query).replaceFirst("");
    String rest = OPENING.matcher(ended).replaceFirst("").strip();
    return rest.isEmpty() ? query : rest;
  }
}
