package io.hypnos.engine.search;

import java.util.List;

/**
 * The words by which a memory is found: its own three times, those of the memory before it in its
 * stream twice, those of the three before that once. What a turn of a conversation is about often
 * stands in the turns before it. Only what precedes counts, so a write never changes an older
 * document.
 */
final class GradedContext {
  /** Memories that count beside the own one. */
  static final int REACH = 4;

  private static final int OWN_WEIGHT = 3;
  private static final int[] WEIGHTS = {2, 1, 1, 1};

  /** Of what was said before only this much counts: the end is nearest. */
  private static final int LONGEST_NEIGHBOUR = 1_000;

  private GradedContext() {}

  static String of(Utterance own, List<Utterance> before) {
    StringBuilder context = new StringBuilder();
    append(context, own.words(), OWN_WEIGHT);
    for (int i = 0; i < Math.min(before.size(), REACH); i++) {
      append(context, end(before.get(i).words()), WEIGHTS[i]);
    }
    return context.toString();
  }

  private static void append(StringBuilder context, String words, int times) {
    for (int i = 0; i < times; i++) {
      context.append(words).append('\n');
    }
  }

  private static String end(String words) {
    if (words.length() <= LONGEST_NEIGHBOUR) {
      return words;
    }
    int from = words.indexOf(' ', words.length() - LONGEST_NEIGHBOUR);
    return words.substring(from < 0 ? words.length() - LONGEST_NEIGHBOUR : from + 1);
  }
}
