package io.hypnos.extractor;

import java.util.Optional;

/**
 * The line before a block of code in Markdown.
 *
 * @param sign which it is made of
 * @param length how many of them
 */
record Fence(char sign, int length) {
  private static final int SHORTEST = 3;

  static Optional<Fence> opening(String line) {
    if (line.isEmpty() || (line.charAt(0) != '`' && line.charAt(0) != '~')) {
      return Optional.empty();
    }
    char sign = line.charAt(0);
    int length = run(line, sign);
    // Code within a line may stand between as many signs.
    boolean inline = sign == '`' && line.indexOf(sign, length) >= 0;
    return length < SHORTEST || inline ? Optional.empty() : Optional.of(new Fence(sign, length));
  }

  boolean isClosedBy(String line) {
    int run = run(line, sign);
    return run >= length && run == line.length();
  }

  private static int run(String line, char sign) {
    int run = 0;
    while (run < line.length() && line.charAt(run) == sign) {
      run++;
    }
    return run;
  }
}
