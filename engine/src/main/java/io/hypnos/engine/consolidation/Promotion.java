package io.hypnos.engine.consolidation;

import io.hypnos.engine.extraction.Salience;
import io.hypnos.engine.extraction.SentenceSplitter;
import io.hypnos.engine.extraction.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What several persons' memories say alike, fit to be shared with all. A sentence goes over only if
 * nothing in it is one person's: no name, number, date or identifier that not all of them mention,
 * and nothing said in the first person.
 */
public final class Promotion {
  private static final Pattern FIRST_PERSON =
      Pattern.compile(
          "(?iU)\\b(i|i'm|i've|i'll|i'd|me|my|mine|myself|we|we're|we've|us|our|ours|ich|mir|mich|"
              + "mein\\w*|wir|uns|unser\\w*|je|j'\\w+|moi|mon|ma|mes|nous|notre|nos|yo|mi|mis|"
              + "nosotros|nuestr\\w*)\\b");

  private static final Pattern PRIVATE =
      Pattern.compile("[\\w.+-]+@[\\w-]+\\.[\\w.]+|https?://\\S+|@\\w+|\\+?\\d[\\d ()/-]{6,}\\d");

  private Promotion() {}

  /** One person's memory of the matter. */
  public record Said(String owner, Member memory) {}

  /** The shared text, if enough persons say it and something is left without what is personal. */
  public static Optional<String> shared(List<Said> group, int fewestOwners) {
    long owners = group.stream().map(Said::owner).distinct().count();
    if (owners < fewestOwners) {
      return Optional.empty();
    }
    List<Member> ordered = Medoid.first(group.stream().map(Said::memory).toList());
    List<Set<String>> details = new ArrayList<>();
    ordered.forEach(member -> details.add(Salience.of(member.content()).items()));
    StringBuilder text = new StringBuilder();
    String middle = ordered.get(0).content();
    for (Span span : SentenceSplitter.of(middle)) {
      String sentence = middle.substring(span.start(), span.end()).strip();
      if (isCommon(sentence, details)) {
        text.append(text.isEmpty() ? "" : " ").append(sentence);
      }
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
  }

  private static boolean isCommon(String sentence, List<Set<String>> details) {
    if (FIRST_PERSON.matcher(sentence).find() || PRIVATE.matcher(sentence).find()) {
      return false;
    }
    Set<String> items = new HashSet<>(Salience.of(sentence).items());
    return details.stream().allMatch(known -> known.containsAll(items));
  }
}
