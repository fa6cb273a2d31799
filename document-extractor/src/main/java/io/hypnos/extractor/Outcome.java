package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;

/** What was read of a document, put together. */
final class Outcome {
  private Outcome() {}

  static ExtractedDocument of(
      MediaType type,
      Optional<String> title,
      Map<String, String> properties,
      BlockCollector blocks,
      Reading reading)
      throws RefusedException {
    reading.used(blocks);
    if (blocks.cut() && isTable(type)) {
      throw new RefusedException(
          Status.EXHAUSTED,
          Refusal.TABLE_TOO_LARGE,
          "The table has more than %d rows or %d characters."
              .formatted(reading.limits().rows(), reading.limits().characters()));
    }
    if (blocks.isEmpty()) {
      throw new RefusedException(
          Status.EMPTY,
          Refusal.NO_TEXT,
          "The document holds no text; if it shows some, its pages are pictures.");
    }
    return new ExtractedDocument(
        blocks.cut() ? Status.CUT : Status.OK,
        Optional.empty(),
        title,
        type.toString(),
        blocks.blocks(),
        Optional.empty(),
        properties,
        List.of());
  }

  /** A container without text of its own, which is as good as what is in it. */
  static ExtractedDocument container(
      MediaType type,
      Optional<String> title,
      Map<String, String> properties,
      int firstPart,
      Reading reading)
      throws RefusedException {
    List<ExtractedDocument> inside = reading.documentsFrom(firstPart);
    if (inside.isEmpty()) {
      throw new RefusedException(Status.EMPTY, Refusal.NO_BYTES, "There is nothing in it.");
    }
    boolean worthless =
        inside.stream()
            .allMatch(
                document ->
                    switch (document.status()) {
                      case OK, CUT, MEDIA, UNSUPPORTED -> false;
                      case EMPTY, ENCRYPTED, CORRUPT, EXHAUSTED -> true;
                    });
    if (worthless) {
      Status status = inside.get(0).status();
      boolean same = inside.stream().allMatch(document -> document.status() == status);
      throw new RefusedException(
          same ? status : Status.CORRUPT,
          same ? inside.get(0).refusal().orElseThrow() : Refusal.NOTHING_READABLE,
          "Nothing in it could be read: " + inside.get(0).reason().orElse("damaged"));
    }
    return new ExtractedDocument(
        Status.OK,
        Optional.empty(),
        title,
        type.toString(),
        List.of(),
        Optional.empty(),
        properties,
        List.of());
  }

  static Optional<String> title(Metadata metadata) {
    return Optional.ofNullable(metadata.get(TikaCoreProperties.TITLE))
        .map(title -> String.join(" ", CleanText.paragraphs(title, false)))
        .filter(title -> !title.isEmpty());
  }

  private static boolean isTable(MediaType type) {
    String subtype = type.getSubtype();
    return PlainTextReader.isTable(type)
        || subtype.contains("spreadsheet")
        || subtype.contains("ms-excel");
  }
}
