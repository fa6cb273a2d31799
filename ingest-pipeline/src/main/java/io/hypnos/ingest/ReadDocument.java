package io.hypnos.ingest;

import io.hypnos.schemas.extract.ExtractedDocument;

/** An item with the text that was found in it. */
public record ReadDocument(IntakeItem item, ExtractedDocument document) implements Tracked {}
