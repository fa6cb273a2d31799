package io.hypnos.engine.intake;

import io.hypnos.schemas.extract.ExtractedDocument;
import java.util.Optional;

/** Why a document that was read gives nothing to remember, as a sentence for its owner. */
public final class ReadingProblem {
  private ReadingProblem() {}

  /** Empty when there is something: text, or at least the name of a kind that nobody here reads. */
  public static Optional<String> of(ExtractedDocument document) {
    return switch (document.status()) {
      case OK, CUT, MEDIA, UNSUPPORTED -> Optional.empty();
      case EMPTY -> Optional.of(told(document, "The document has no text."));
      case ENCRYPTED -> Optional.of(told(document, "The document is encrypted."));
      case CORRUPT -> Optional.of(told(document, "The document is damaged."));
      case EXHAUSTED -> Optional.of(told(document, "Reading the document took too much."));
    };
  }

  /** A sentence for people, and the code for programs. */
  private static String told(ExtractedDocument document, String otherwise) {
    String sentence = document.reason().orElse(otherwise);
    return document
        .refusal()
        .map(code -> "%s [%s]".formatted(sentence, code.text()))
        .orElse(sentence);
  }
}
