package io.hypnos.engine.consolidation;

import io.hypnos.engine.extraction.Salience;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether two texts say the same of different things: "the limit is 5" and "the limit is 6", "Anna
 * has called" and "Ben has called", "it works" and "it does not work". However near their vectors
 * are, these are two facts.
 */
public final class Frames {
  /** Texts that share this much of what is neither number nor name have one frame. */
  private static final double SAME_FRAME = 0.75;

  private static final String NAME = "name:";

  private Frames() {}

  public static boolean compete(Salience one, Salience other) {
    if (one.items().contains("not") != other.items().contains("not")) {
      return true;
    }
    if (one.against(other).agrees()) {
      return false;
    }
    Set<String> frame = frame(one);
    Set<String> otherFrame = frame(other);
    Set<String> both = new HashSet<>(frame);
    both.addAll(otherFrame);
    Set<String> shared = new HashSet<>(frame);
    shared.retainAll(otherFrame);
    return both.isEmpty() || shared.size() >= SAME_FRAME * both.size();
  }

  /** The content words without those that are part of a name. */
  private static Set<String> frame(Salience text) {
    Set<String> frame = new HashSet<>(text.stems());
    for (String item : text.items()) {
      if (item.startsWith(NAME)) {
        String name = item.substring(NAME.length());
        frame.removeIf(stem -> name.startsWith(stem) || stem.startsWith(name));
      } else if (item.startsWith("id:")) {
        frame.remove(item.substring("id:".length()));
      }
    }
    return frame;
  }
}
