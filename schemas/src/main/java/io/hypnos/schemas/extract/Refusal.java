package io.hypnos.schemas.extract;

import java.util.Locale;

/** Why a document, or a document within it, was not read. */
public enum Refusal {
  /** It has no bytes. */
  NO_BYTES,
  /** There is no text in it, such as in a scan. */
  NO_TEXT,
  ENCRYPTED,
  /** Truncated, or not what it says it is. */
  DAMAGED,
  /** Elements within elements beyond what a parser bears. */
  NESTED_TOO_DEEPLY,
  /** XML that wants other files or addresses to be read, or that would grow without end. */
  ENTITIES,
  UNSUPPORTED,
  TOO_SLOW,
  TOO_MUCH_MEMORY,
  /** The reader's process ended on it. */
  READER_ENDED,
  TABLE_TOO_LARGE,
  /** What was read of the same delivery before has filled the limit. */
  TOO_MUCH_TEXT,
  /** It unpacks to far more than it is. */
  ARCHIVE_BOMB,
  ARCHIVE_TOO_DEEP,
  TOO_MANY_PARTS,
  /** Nothing within the container could be read. */
  NOTHING_READABLE;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
