package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.tika.mime.MediaType;

/**
 * The head of rich text, until its first words. The parser takes all groups before the first mark
 * of a paragraph for tables of fonts and the like, and a short text need not have such a mark: then
 * one is put before its first words, so that none are lost.
 */
final class RichTextHead {
  private static final MediaType RICH_TEXT = MediaType.application("rtf");
  private static final int LONGEST = 1024 * 1024;
  private static final byte[] MARK = "\\pard ".getBytes(US_ASCII);
  private static final Set<String> MARKS = Set.of("par", "pard");

  /** Groups that hold no text of the document. */
  private static final Set<String> TABLES =
      Set.of(
          "*",
          "fonttbl",
          "colortbl",
          "stylesheet",
          "listtable",
          "listoverridetable",
          "revtbl",
          "rsidtbl",
          "filetbl",
          "info",
          "generator",
          "pict",
          "object");

  /** Words that stand for a character themselves. */
  private static final Set<String> CHARACTERS =
      Set.of(
          "'",
          "u",
          "\\",
          "{",
          "}",
          "~",
          "lquote",
          "rquote",
          "ldblquote",
          "rdblquote",
          "emdash",
          "endash",
          "bullet");

  /** Before bytes that are none of the document's characters; its number says how many. */
  private static final String BYTES = "bin";

  private final byte[] bytes;
  private final Deque<Boolean> tables = new ArrayDeque<>();
  private int position;

  private RichTextHead(byte[] bytes) {
    this.bytes = bytes;
  }

  static boolean isOf(MediaType type) {
    return type.getBaseType().equals(RICH_TEXT);
  }

  /** The document with a mark of a paragraph before its first words, where it has none. */
  static InputStream marked(InputStream document) throws IOException {
    byte[] head = document.readNBytes(LONGEST);
    OptionalInt words = new RichTextHead(head).unmarkedWords();
    if (words.isEmpty()) {
      return new SequenceInputStream(new ByteArrayInputStream(head), document);
    }
    return new SequenceInputStream(
        Collections.enumeration(
            List.of(
                new ByteArrayInputStream(Arrays.copyOf(head, words.getAsInt())),
                new ByteArrayInputStream(MARK),
                new ByteArrayInputStream(Arrays.copyOfRange(head, words.getAsInt(), head.length)),
                document)));
  }

  /** Where words begin, if no mark stands before them. */
  private OptionalInt unmarkedWords() {
    while (position < bytes.length) {
      int start = position;
      byte next = bytes[position];
      String word = next == '\\' ? control() : "";
      if (next != '\\') {
        position++;
      }
      if (next == '{') {
        tables.push(isTable());
      } else if (next == '}') {
        tables.poll();
      } else if (!tables.isEmpty() && !isTable()) {
        if (MARKS.contains(word)) {
          return OptionalInt.empty();
        } else if (TABLES.contains(word)) {
          tables.poll();
          tables.push(true);
        } else if (CHARACTERS.contains(word) || (word.isEmpty() && !isBlank(next))) {
          return OptionalInt.of(start);
        }
      }
    }
    return OptionalInt.empty();
  }

  private static boolean isBlank(byte one) {
    return one >= 0 && one <= ' ';
  }

  private boolean isTable() {
    return !tables.isEmpty() && tables.peek();
  }

  /** Reads a control word with its number and the blank that ends it, or a control symbol. */
  private String control() {
    int start = ++position;
    while (position < bytes.length && isLetter(bytes[position])) {
      position++;
    }
    if (position == start) {
      position = Math.min(bytes.length, position + 1);
      return new String(bytes, start, position - start, US_ASCII);
    }
    String word = new String(bytes, start, position - start, US_ASCII);
    int number = number();
    if (position < bytes.length && bytes[position] == ' ') {
      position++;
    }
    if (word.equals(BYTES)) {
      position += Math.min(number, bytes.length - position);
    }
    return word;
  }

  /** The number behind a control word; zero for one below, and the most that can be meant. */
  private int number() {
    boolean below = position < bytes.length && bytes[position] == '-';
    if (below) {
      position++;
    }
    long number = 0;
    while (position < bytes.length && bytes[position] >= '0' && bytes[position] <= '9') {
      number = Math.min(Integer.MAX_VALUE, 10 * number + (bytes[position] - '0'));
      position++;
    }
    return below ? 0 : (int) number;
  }

  private static boolean isLetter(byte one) {
    return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z');
  }
}
