package io.hypnos.engine.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The difference of two texts line by line as a unified diff with three lines of context: the
 * shortest edit (Myers 1986). Texts that differ in more than {@value #MOST_EDITS} lines are shown
 * as one replaced by the other.
 */
final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private static final int MOST_EDITS = 1500;

  private UnifiedDiff() {}

  /** One step: a line of the old text at {@code from}, of the new text at {@code to}, or both. */
  private record Step(char mark, int from, int to) {}

  /** The diff, or nothing when the texts are the same. Every line of it ends with a line feed. */
  static String of(String oldName, String newName, String oldText, String newText) {
    if (oldText.equals(newText)) {
      return "";
    }
    // With a line feed after it, so that one at the end of a text shows as a line.
    List<String> before = (oldText + "\n").lines().toList();
    List<String> after = (newText + "\n").lines().toList();
    List<Step> steps = steps(before, after);
    StringBuilder diff = new StringBuilder();
    int i = 0;
    while (i < steps.size()) {
      int change = nextChange(steps, i);
      if (change == steps.size()) {
        break;
      }
      int start = Math.max(i, change - CONTEXT);
      int end = endOfHunk(steps, change);
      append(diff, steps.subList(start, end), before, after);
      i = end;
    }
    return diff.isEmpty() ? "" : "--- %s\n+++ %s\n%s".formatted(oldName, newName, diff);
  }

  private static int nextChange(List<Step> steps, int start) {
    int i = start;
    while (i < steps.size() && steps.get(i).mark() == ' ') {
      i++;
    }
    return i;
  }

  /** Changes with no more than twice the context between them share a hunk. */
  private static int endOfHunk(List<Step> steps, int change) {
    int last = change;
    while (true) {
      int next = nextChange(steps, last + 1);
      if (next == steps.size() || next - last > 2 * CONTEXT + 1) {
        return Math.min(steps.size(), last + 1 + CONTEXT);
      }
      last = next;
    }
  }

  private static void append(
      StringBuilder diff, List<Step> hunk, List<String> before, List<String> after) {
    long removed = hunk.stream().filter(step -> step.mark() != '+').count();
    long added = hunk.stream().filter(step -> step.mark() != '-').count();
    diff.append("@@ -")
        .append(range(hunk.get(0).from(), removed))
        .append(" +")
        .append(range(hunk.get(0).to(), added))
        .append(" @@\n");
    for (Step step : hunk) {
      String line = step.mark() == '+' ? after.get(step.to()) : before.get(step.from());
      diff.append(step.mark()).append(line).append('\n');
    }
  }

  private static String range(int start, long length) {
    if (length == 1) {
      return String.valueOf(start + 1);
    }
    return (length == 0 ? start : start + 1) + "," + length;
  }

  private static List<Step> steps(List<String> before, List<String> after) {
    int prefix = 0;
    int shorter = Math.min(before.size(), after.size());
    while (prefix < shorter && before.get(prefix).equals(after.get(prefix))) {
      prefix++;
    }
    int suffix = 0;
    while (suffix < shorter - prefix
        && before.get(before.size() - 1 - suffix).equals(after.get(after.size() - 1 - suffix))) {
      suffix++;
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < prefix; i++) {
      steps.add(new Step(' ', i, i));
    }
    int oldEnd = before.size() - suffix;
    int newEnd = after.size() - suffix;
    steps.addAll(middle(before.subList(prefix, oldEnd), after.subList(prefix, newEnd), prefix));
    for (int i = 0; i < suffix; i++) {
      steps.add(new Step(' ', oldEnd + i, newEnd + i));
    }
    return steps;
  }

  private static List<Step> middle(List<String> before, List<String> after, int offset) {
    List<int[]> trace = new ArrayList<>();
    int most = Math.min(MOST_EDITS, before.size() + after.size());
    int[] furthest = new int[2 * most + 3];
    int zero = most + 1;
    for (int edits = 0; edits <= most; edits++) {
      trace.add(Arrays.copyOfRange(furthest, zero - edits - 1, zero + edits + 2));
      for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
        boolean down =
            diagonal == -edits
                || (diagonal != edits
                    && furthest[zero + diagonal - 1] < furthest[zero + diagonal + 1]);
        int x = down ? furthest[zero + diagonal + 1] : furthest[zero + diagonal - 1] + 1;
        int y = x - diagonal;
        while (x < before.size() && y < after.size() && before.get(x).equals(after.get(y))) {
          x++;
          y++;
        }
        furthest[zero + diagonal] = x;
        if (x >= before.size() && y >= after.size()) {
          return walkBack(trace, before.size(), after.size(), offset);
        }
      }
    }
    return replaced(before.size(), after.size(), offset);
  }

  private static List<Step> walkBack(List<int[]> trace, int oldSize, int newSize, int offset) {
    List<Step> steps = new ArrayList<>();
    int x = oldSize;
    int y = newSize;
    for (int edits = trace.size() - 1; edits > 0; edits--) {
      int[] furthest = trace.get(edits);
      int zero = edits + 1;
      int diagonal = x - y;
      boolean down =
          diagonal == -edits
              || (diagonal != edits
                  && furthest[zero + diagonal - 1] < furthest[zero + diagonal + 1]);
      int previous = down ? diagonal + 1 : diagonal - 1;
      int fromX = furthest[zero + previous];
      int fromY = fromX - previous;
      while (x > fromX + (down ? 0 : 1) && y > fromY + (down ? 1 : 0)) {
        steps.add(new Step(' ', offset + --x, offset + --y));
      }
      if (down) {
        steps.add(new Step('+', offset + x, offset + --y));
      } else {
        steps.add(new Step('-', offset + --x, offset + y));
      }
    }
    while (x > 0) {
      steps.add(new Step(' ', offset + --x, offset + --y));
    }
    Collections.reverse(steps);
    return steps;
  }

  private static List<Step> replaced(int oldSize, int newSize, int offset) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < oldSize; i++) {
      steps.add(new Step('-', offset + i, offset));
    }
    for (int i = 0; i < newSize; i++) {
      steps.add(new Step('+', offset + oldSize, offset + i));
    }
    return steps;
  }
}
