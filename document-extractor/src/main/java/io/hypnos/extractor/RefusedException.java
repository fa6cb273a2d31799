package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.Refusal;

/** A document that is not to be read, and why. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Status status;
  private final Refusal refusal;

  RefusedException(Status status, Refusal refusal, String message) {
    super(message);
    this.status = status;
    this.refusal = refusal;
  }

  ExtractedDocument asDocument(String contentType) {
    return ExtractedDocument.refused(status, refusal, contentType, getMessage());
  }
}
