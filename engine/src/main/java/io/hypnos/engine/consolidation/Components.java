package io.hypnos.engine.consolidation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

/** Groups that grow together; each knows its members, in ascending order. */
final class Components {
  private final int[][] groups;
  private final int[] groupOf;

  Components(int size) {
    groups = new int[size][];
    groupOf = new int[size];
    for (int i = 0; i < size; i++) {
      groups[i] = new int[] {i};
      groupOf[i] = i;
    }
  }

  int size(int member) {
    return groups[groupOf[member]].length;
  }

  boolean areTogether(int one, int other) {
    return groupOf[one] == groupOf[other];
  }

  /** Joins the groups of two members if they stay small enough and no two of them are apart. */
  boolean join(int one, int other, int largest, BiPredicate<Integer, Integer> apart) {
    int[] left = groups[groupOf[one]];
    int[] right = groups[groupOf[other]];
    if (left == right || left.length + right.length > largest) {
      return false;
    }
    for (int a : left) {
      for (int b : right) {
        if (apart.test(a, b)) {
          return false;
        }
      }
    }
    int[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    Arrays.sort(both);
    int name = Math.min(groupOf[one], groupOf[other]);
    int gone = Math.max(groupOf[one], groupOf[other]);
    for (int member : both) {
      groupOf[member] = name;
    }
    groups[gone] = new int[0];
    groups[name] = both;
    return true;
  }

  /** Groups of at least so many, by their first member. */
  List<int[]> ofAtLeast(int smallest) {
    List<int[]> found = new ArrayList<>();
    for (int[] group : groups) {
      if (group.length >= smallest) {
        found.add(group.clone());
      }
    }
    found.sort((a, b) -> Integer.compare(a[0], b[0]));
    return found;
  }
}
