package io.hypnos.benchmarks.folder;

import java.util.ArrayList;
import java.util.List;

/** Lines of whole words, for formats that do not break lines themselves. */
final class Lines {
  private Lines() {}

  static List<String> of(String text, int longest) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > longest) {
      int end = rest.lastIndexOf(' ', longest);
      lines.add(rest.substring(0, end));
      rest = rest.substring(end + 1);
    }
    lines.add(rest);
    return lines;
  }
}
