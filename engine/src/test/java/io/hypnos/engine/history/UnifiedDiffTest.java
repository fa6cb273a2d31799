package io.hypnos.engine.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class UnifiedDiffTest {
  @Test
  void aChangedLineStandsWithItsContext() {
    assertThat(diff("line one\nline two\nline three", "line one\nline 2\nline three"))
        .isEqualTo(
            """
            --- main/v1
            +++ main/v2
            @@ -1,3 +1,3 @@
             line one
            -line two
            +line 2
             line three
            """);
  }

  @Test
  void equalTextsHaveNoDifference() {
    assertThat(diff("same", "same")).isEmpty();
  }

  @Test
  void oneLineBecomesAnother() {
    assertThat(diff("old", "new")).isEqualTo("--- main/v1\n+++ main/v2\n@@ -1 +1 @@\n-old\n+new\n");
  }

  @Test
  void distantChangesHaveHunksOfTheirOwn() {
    StringBuilder before = new StringBuilder();
    for (int i = 1; i <= 20; i++) {
      before.append("line ").append(i).append('\n');
    }
    String after = before.toString().replace("line 2\n", "").replace("line 19\n", "x\nline 19\n");

    assertThat(diff(before.toString(), after))
        .contains("@@ -1,5 +1,4 @@\n line 1\n-line 2\n line 3\n")
        .contains("@@ -16,6 +15,7 @@\n line 16\n line 17\n line 18\n+x\n line 19\n");
  }

  @Test
  void everyDiffTurnsTheOldTextIntoTheNewOne() {
    long seed = Long.getLong("hypnos.seed", 7);
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      List<String> before = lines(random);
      List<String> after = random.nextInt(3) == 0 ? lines(random) : edited(before, random);
      String diff = diff(String.join("\n", before), String.join("\n", after));
      assertThat(applied(before, diff)).as("seed %s, case %s", seed, i).isEqualTo(after);
    }
  }

  @Test
  void textsWithNothingInCommonAreReplaced() {
    String before = "a\n" + numbered("old", 4000);
    String after = "a\n" + numbered("new", 4000);

    assertThat(diff(before, after).lines().count()).isEqualTo(2 + 1 + 1 + 4000 + 4000);
  }

  private static String numbered(String word, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(word).append(' ').append(i).append(i < count - 1 ? "\n" : "");
    }
    return text.toString();
  }

  private static List<String> lines(Random random) {
    List<String> lines = new ArrayList<>();
    int count = 1 + random.nextInt(25);
    for (int i = 0; i < count; i++) {
      lines.add("w" + random.nextInt(6));
    }
    return lines;
  }

  private static List<String> edited(List<String> lines, Random random) {
    List<String> edited = new ArrayList<>(lines);
    for (int i = 0; i < 3; i++) {
      if (random.nextBoolean() && edited.size() > 1) {
        edited.remove(random.nextInt(edited.size()));
      }
      edited.add(random.nextInt(edited.size() + 1), "n" + random.nextInt(3));
    }
    return edited;
  }

  /** A patch program in small: trusts the hunks' numbers and checks every line of context. */
  private static List<String> applied(List<String> before, String diff) {
    List<String> result = new ArrayList<>();
    int at = 0;
    for (String line : diff.lines().skip(2).toList()) {
      if (line.startsWith("@@")) {
        String[] range = line.substring(4, line.indexOf(' ', 4)).split(",", -1);
        int start = Integer.parseInt(range[0]) - (range.length > 1 && range[1].equals("0") ? 0 : 1);
        while (at < start) {
          result.add(before.get(at++));
        }
      } else if (line.charAt(0) == '+') {
        result.add(line.substring(1));
      } else {
        assertThat(before.get(at)).isEqualTo(line.substring(1));
        if (line.charAt(0) == ' ') {
          result.add(before.get(at));
        }
        at++;
      }
    }
    result.addAll(before.subList(at, before.size()));
    return result;
  }

  private static String diff(String before, String after) {
    return UnifiedDiff.of("main/v1", "main/v2", before, after);
  }
}
