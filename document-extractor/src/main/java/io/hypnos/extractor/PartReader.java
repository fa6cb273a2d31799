package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads the documents within a document. A bad one never harms its neighbours. */
final class PartReader {
  private final DocumentParser parser;

  PartReader(DocumentParser parser) {
    this.parser = parser;
  }

  /** Where a container's bytes come from when only this part is wrong. */
  @FunctionalInterface
  interface Opening {
    InputStream open() throws IOException, RefusedException;
  }

  /** How a part is read that has no bytes of its own. */
  @FunctionalInterface
  interface Reader {
    ExtractedDocument read(Source part) throws IOException;
  }

  /**
   * Reads one part.
   *
   * @throws RefusedException when there are too many of them
   */
  void read(PartName name, String type, Opening bytes, Source container, Reading reading)
      throws RefusedException {
    int index = reading.begin();
    String label = name.label(index);
    String path = reading.path(container, label);
    long size = 0;
    ExtractedDocument document;
    try {
      requireDepth(container, reading);
      try (InputStream stream = bytes.open()) {
        Optional<Content> copied = Content.copy(stream, reading.bytesLeft());
        if (copied.isEmpty()) {
          throw tooLarge(reading);
        }
        try (Content content = copied.get()) {
          size = content.size();
          reading.unpacked(size);
          document = parser.read(container.part(label, type, content, index, path), reading);
          if (document.status() == Status.MEDIA && reading.hasRoomForMedia(size)) {
            reading.keepMedia(index, content.bytes());
          }
        }
      }
    } catch (RefusedException e) {
      document = e.asDocument(type);
    } catch (IOException e) {
      document =
          ExtractedDocument.refused(
              Status.CORRUPT, Refusal.DAMAGED, type, "The file is damaged within its container.");
    }
    reading.end(index, path, container, size, document);
  }

  /** Reads a part that was taken apart already. */
  void read(PartName name, String type, long size, Reader reader, Source container, Reading reading)
      throws IOException, RefusedException {
    int index = reading.begin();
    String label = name.label(index);
    String path = reading.path(container, label);
    ExtractedDocument document;
    try {
      requireDepth(container, reading);
      document = reader.read(container.part(label, type, Content.of(new byte[0]), index, path));
    } catch (RefusedException e) {
      document = e.asDocument(type);
    }
    reading.end(index, path, container, size, document);
  }

  private static void requireDepth(Source container, Reading reading) throws RefusedException {
    if (container.depth() >= reading.limits().depth()) {
      throw new RefusedException(
          Status.EXHAUSTED,
          Refusal.ARCHIVE_TOO_DEEP,
          "It lies deeper than %d containers.".formatted(reading.limits().depth()));
    }
  }

  private static RefusedException tooLarge(Reading reading) {
    return new RefusedException(
        Status.EXHAUSTED,
        Refusal.ARCHIVE_BOMB,
        "The whole unpacks to more than %d MB."
            .formatted(reading.limits().unpackedBytes() / (1024 * 1024)));
  }
}
