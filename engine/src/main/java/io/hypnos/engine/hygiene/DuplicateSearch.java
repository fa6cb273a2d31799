package io.hypnos.engine.hygiene;

import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Groups memories whose vectors are alike, directly or through others. Pure. */
final class DuplicateSearch {
  private static final Comparator<Memory> BEST_FIRST =
      Comparator.comparing((Memory memory) -> memory.life().pinned())
          .thenComparingDouble(Memory::importance)
          .thenComparing(Memory::recordedAt)
          .reversed()
          .thenComparing(Memory::id);

  private DuplicateSearch() {}

  static List<Duplicates> in(List<Memory> memories, double threshold) {
    int[] group = new int[memories.size()];
    for (int i = 0; i < group.length; i++) {
      group[i] = i;
    }
    for (int i = 0; i < group.length; i++) {
      for (int j = i + 1; j < group.length; j++) {
        if (areAlike(memories.get(i).vectors(), memories.get(j).vectors(), threshold)) {
          group[root(group, i)] = root(group, j);
        }
      }
    }
    Map<Integer, List<Memory>> groups = new HashMap<>();
    for (int i = 0; i < group.length; i++) {
      groups.computeIfAbsent(root(group, i), none -> new ArrayList<>()).add(memories.get(i));
    }
    return groups.values().stream()
        .filter(each -> each.size() > 1)
        .map(DuplicateSearch::duplicates)
        .filter(each -> !each.others().isEmpty())
        .sorted(Comparator.comparing(Duplicates::keeper, BEST_FIRST))
        .toList();
  }

  private static int root(int[] group, int member) {
    int root = member;
    while (group[root] != root) {
      group[root] = group[group[root]];
      root = group[root];
    }
    return root;
  }

  private static Duplicates duplicates(List<Memory> members) {
    List<Memory> ordered = members.stream().sorted(BEST_FIRST).toList();
    return new Duplicates(
        ordered.get(0),
        ordered.stream().skip(1).filter(memory -> !memory.life().pinned()).toList());
  }

  /** By the cosine; of long texts every piece must have its like in the other. */
  private static boolean areAlike(Vectors one, Vectors other, double threshold) {
    return covers(one, other, threshold) && covers(other, one, threshold);
  }

  /** Every pair of memories comes through here, so nothing is made; first pieces come first. */
  private static boolean covers(Vectors one, Vectors other, double threshold) {
    if (!one.modelId().equals(other.modelId())) {
      return false;
    }
    for (int i = 0; i < one.count(); i++) {
      if (!other.hasLike(one.pieces().get(i), threshold)) {
        return false;
      }
    }
    return true;
  }
}
