package io.hypnos.engine.consolidation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Groups in which every member is near the one in the middle. Single linkage makes chains whose
 * ends have nothing to do with each other; nobody could speak for such a group.
 */
public final class Compact {
  private Compact() {}

  /**
   * The compact groups in a group, largest core first; who is left over stays alone.
   *
   * @param areRepeats whether these are the same words; of such, two are a group
   */
  public static List<List<Member>> of(
      List<Member> group, double cut, int smallest, Predicate<List<Member>> areRepeats) {
    List<List<Member>> compact = new ArrayList<>();
    List<Member> left = new ArrayList<>(group);
    while (left.size() >= 2) {
      Member middle = Medoid.first(left).get(0);
      List<Member> near =
          left.stream()
              .filter(member -> 1 - VectorBlock.similarity(member.vector(), middle.vector()) <= cut)
              .toList();
      Set<UUID> taken = near.stream().map(Member::id).collect(Collectors.toSet());
      left.removeIf(member -> taken.contains(member.id()));
      if (near.size() >= smallest || (near.size() >= 2 && areRepeats.test(near))) {
        compact.add(near);
      }
      if (near.isEmpty()) {
        return compact; // A vector of no length is near nobody, not even itself.
      }
    }
    return compact;
  }
}
