package io.hypnos.benchmarks.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a file says, whatever its format. */
record Document(String title, List<Page> pages) {
  private static final int MOST_PAGES = 10;

  Document {
    pages = List.copyOf(pages);
  }

  /** One to ten pages; short documents are more frequent than long ones. */
  static Document of(Random random) {
    Prose prose = new Prose(random);
    int count = 1 + (int) (MOST_PAGES * Math.pow(random.nextDouble(), 2));
    List<Page> pages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pages.add(Page.of(prose));
    }
    return new Document(prose.heading(), pages);
  }

  /** The same sentences as rows of a table, with the columns that such tables have. */
  List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Number", "Section", "Remark"));
    for (Page page : pages) {
      for (String sentence : page.sentences()) {
        rows.add(List.of(String.valueOf(rows.size()), page.heading(), sentence));
      }
    }
    return rows;
  }
}
