package io.hypnos.engine.consolidation;

import java.util.Comparator;
import java.util.List;

/** Which of several copies stays: a pinned one, else the most important, else the newest. */
public final class Keeper {
  private static final Comparator<Member> FIRST_IS_KEPT =
      Comparator.comparing(Member::pinned)
          .thenComparingDouble(Member::importance)
          .thenComparing(Member::recordedAt)
          .reversed()
          .thenComparing(Member::id);

  private Keeper() {}

  /** The keeper first, then the copies that go behind it; pinned ones never do. */
  public static List<Member> first(List<Member> copies) {
    List<Member> ordered = copies.stream().sorted(FIRST_IS_KEPT).toList();
    Member keeper = ordered.get(0);
    return ordered.stream()
        .filter(copy -> copy.id().equals(keeper.id()) || !copy.pinned())
        .toList();
  }
}
