package io.hypnos.benchmarks.folder;

import java.util.ArrayList;
import java.util.List;

/** A printed page: a heading and about 300 words in paragraphs. */
record Page(String heading, List<String> sentences) {
  private static final int WORDS = 300;
  private static final int PARAGRAPH = 5;

  Page {
    sentences = List.copyOf(sentences);
  }

  static Page of(Prose prose) {
    List<String> sentences = new ArrayList<>();
    long words = 0;
    while (words < WORDS) {
      String sentence = prose.sentence();
      sentences.add(sentence);
      words += 1 + sentence.chars().filter(character -> character == ' ').count();
    }
    return new Page(prose.heading(), sentences);
  }

  List<List<String>> paragraphs() {
    List<List<String>> paragraphs = new ArrayList<>();
    for (int from = 0; from < sentences.size(); from += PARAGRAPH) {
      paragraphs.add(sentences.subList(from, Math.min(sentences.size(), from + PARAGRAPH)));
    }
    return paragraphs;
  }

  List<String> paragraphTexts() {
    return paragraphs().stream().map(paragraph -> String.join(" ", paragraph)).toList();
  }
}
