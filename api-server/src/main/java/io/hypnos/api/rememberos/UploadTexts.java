package io.hypnos.api.rememberos;

import io.hypnos.engine.document.DocumentReader;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.intake.UploadedFile;
import io.hypnos.engine.memory.StorableText;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import java.util.stream.Collectors;

/** What a file says in one memory: the beginning of its text, or its name when it has none. */
final class UploadTexts {
  private final DocumentReader reader;

  UploadTexts(DocumentReader reader) {
    this.reader = reader;
  }

  String of(UploadedFile file) {
    String text = StorableText.cleaned(text(file)).strip();
    if (text.isEmpty()) {
      return StorableText.cleaned(file.filename());
    }
    int characters = Math.min(MemoryFields.LONGEST_TEXT, text.codePointCount(0, text.length()));
    return text.substring(0, text.offsetByCodePoints(0, characters)).strip();
  }

  private String text(UploadedFile file) {
    try {
      ExtractedDocument document = reader.read(file.filename(), file.contentType(), file.bytes());
      return document.blocks().stream().map(Block::text).collect(Collectors.joining("\n\n"));
    } catch (IllegalStateException e) {
      // No document is to blame when there is no reader at all.
      throw HypnosException.unavailable("The document reader", e);
    }
  }
}
