package io.hypnos.engine.intake;

import io.hypnos.schemas.extract.ExtractedDocument;
import java.util.Optional;

/** Why a document that was read gives nothing to remember, as a sentence for its owner. */
public final class ReadingProblem {
  private ReadingProblem() {}

  /** Empty when there is something: text, or at least the name of a kind that nobody here reads. */
  public static Optional<String> of(ExtractedDocument document) {
    return switch (document.status()) {
      case OK, CUT, UNSUPPORTED -> Optional.empty();
      case EMPTY -> Optional.of(document.reason().orElse("The document has no text."));
      case ENCRYPTED -> Optional.of(document.reason().orElse("The document is encrypted."));
      case CORRUPT -> Optional.of(document.reason().orElse("The document is damaged."));
      case EXHAUSTED ->
          Optional.of(document.reason().orElse("Reading the document took too much."));
    };
  }
}
