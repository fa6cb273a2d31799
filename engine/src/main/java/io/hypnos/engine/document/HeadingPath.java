package io.hypnos.engine.document;

import java.util.ArrayList;
import java.util.List;

/** The headings above the present place of a document. */
final class HeadingPath {
  private static final int LONGEST_HEADING = 200;

  private final List<Heading> headings = new ArrayList<>();
  private final String title;

  private record Heading(int level, String text) {}

  /**
   * @param title stands for a heading until there is one
   */
  HeadingPath(String title) {
    this.title = shortened(title);
  }

  void enter(int level, String text) {
    while (!headings.isEmpty() && headings.get(headings.size() - 1).level() >= level) {
      headings.remove(headings.size() - 1);
    }
    headings.add(new Heading(level, shortened(text)));
  }

  List<String> names() {
    if (headings.isEmpty()) {
      return title.isEmpty() ? List.of() : List.of(title);
    }
    return headings.stream().map(Heading::text).toList();
  }

  private static String shortened(String text) {
    int end = Math.min(text.length(), LONGEST_HEADING);
    if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }
}
