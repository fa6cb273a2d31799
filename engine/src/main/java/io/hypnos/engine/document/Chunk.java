package io.hypnos.engine.document;

import java.util.List;

/**
 * A piece of a document that becomes one memory.
 *
 * @param number position in the document, from 0
 * @param firstPage page on which it begins, from 1; 0 where there are no pages
 * @param path headings that it stands under, the outermost first; empty when none
 * @param quoted whether somebody else said it before, such as the history in a mail
 * @param language code of its language, such as {@code en}; empty when it cannot be told
 */
public record Chunk(
    int number,
    String text,
    int firstPage,
    int lastPage,
    List<String> path,
    boolean quoted,
    String language) {

  public Chunk {
    path = List.copyOf(path);
  }

  Chunk withLanguage(String other) {
    return new Chunk(number, text, firstPage, lastPage, path, quoted, other);
  }

  /** Heading of the section it stands in; empty when none. */
  public String heading() {
    return path.isEmpty() ? "" : path.get(path.size() - 1);
  }
}
