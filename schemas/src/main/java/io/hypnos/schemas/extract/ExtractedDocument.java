package io.hypnos.schemas.extract;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the reader made of one document.
 *
 * @param status how it went; {@code blocks} is empty unless the status is {@code OK} or {@code CUT}
 * @param refusal why nothing was read, for programs
 * @param reason the same as a sentence for people
 * @param properties what the document says of itself: author, pages, duration, …; see {@link
 *     DocumentProperty}
 * @param parts the documents that it contains, a container always before what is in it
 */
public record ExtractedDocument(
    Status status,
    Optional<Refusal> refusal,
    Optional<String> title,
    String contentType,
    List<Block> blocks,
    Optional<String> reason,
    Map<String, String> properties,
    List<Part> parts) {

  public ExtractedDocument {
    blocks = List.copyOf(blocks);
    properties = Map.copyOf(properties);
    parts = List.copyOf(parts);
  }

  /** A document without properties and parts. */
  public ExtractedDocument(
      Status status,
      Optional<String> title,
      String contentType,
      List<Block> blocks,
      Optional<String> reason) {
    this(status, Optional.empty(), title, contentType, blocks, reason, Map.of(), List.of());
  }

  public static ExtractedDocument refused(
      Status status, Refusal refusal, String contentType, String reason) {
    return new ExtractedDocument(
        status,
        Optional.of(refusal),
        Optional.empty(),
        contentType,
        List.of(),
        Optional.of(reason),
        Map.of(),
        List.of());
  }

  public ExtractedDocument withParts(List<Part> other) {
    return new ExtractedDocument(
        status, refusal, title, contentType, blocks, reason, properties, other);
  }

  public ExtractedDocument withProperties(Map<String, String> other) {
    return new ExtractedDocument(status, refusal, title, contentType, blocks, reason, other, parts);
  }

  /** Whether it has text of its own. */
  public boolean hasText() {
    return status == Status.OK || status == Status.CUT;
  }

  /** Closed list of outcomes. */
  public enum Status {
    OK,
    /** Longer than the limit; the beginning was kept. */
    CUT,
    /** A picture or a recording: whoever can see or hear may tell what it says. */
    MEDIA,
    EMPTY,
    ENCRYPTED,
    CORRUPT,
    UNSUPPORTED,
    /** More than the bounds of time, memory or size allow. */
    EXHAUSTED
  }

  /**
   * A piece of text with its place.
   *
   * @param page from 1, also of slides; 0 where there are no pages
   * @param level depth of a heading, from 1; 0 for all others
   */
  public record Block(Kind kind, int page, int level, String text) {

    public Block(Kind kind, int page, String text) {
      this(kind, page, kind == Kind.HEADING ? 1 : 0, text);
    }

    /** What a block is. */
    public enum Kind {
      HEADING,
      PARAGRAPH,
      LIST_ITEM,
      TABLE_ROW,
      CODE,
      /** What somebody else said before: the quoted part of a mail, a block quote. */
      QUOTE
    }
  }

  /**
   * A document within the document: a file of an archive, an attachment of a mail.
   *
   * @param path names of the containers and its own, joined by slashes; unique, a label and no path
   * @param parent index of the part that contains it; -1 for the document itself
   */
  public record Part(String path, int parent, long size, ExtractedDocument document) {
    public String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }
}
