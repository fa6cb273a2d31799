package io.hypnos.engine.document;

import io.hypnos.engine.document.MediaDescriber.Description;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.schemas.extract.DocumentProperty;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import io.hypnos.schemas.extract.ExtractedDocument.Part;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.ExtractorProtocol.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives the pictures and recordings of a document their text, where a model can; the others stay as
 * they are and say what hindered it.
 */
final class MediaTexts {
  private static final String NAME_ONLY = "filename_only";
  private static final String NO_ANSWER = "no_answer";

  private MediaTexts() {}

  static ExtractedDocument of(
      MediaDescriber describer, String name, DocumentBytes bytes, Response response) {
    ExtractedDocument document = response.document();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < document.parts().size(); i++) {
      Part part = document.parts().get(i);
      Optional<byte[]> media = Optional.ofNullable(response.media().get(i));
      parts.add(
          part.document().status() == Status.MEDIA
              ? new Part(
                  part.path(),
                  part.parent(),
                  part.size(),
                  told(describer, part.name(), part.document(), media))
              : part);
    }
    ExtractedDocument whole = document.withParts(parts);
    if (whole.status() != Status.MEDIA) {
      return whole;
    }
    Optional<byte[]> content =
        describer.understands(whole.contentType(), bytes.size())
            ? Optional.of(all(bytes))
            : Optional.empty();
    return told(describer, name, whole, content);
  }

  private static ExtractedDocument told(
      MediaDescriber describer, String name, ExtractedDocument media, Optional<byte[]> bytes) {
    Optional<byte[]> understood =
        bytes.filter(content -> describer.understands(media.contentType(), content.length));
    if (understood.isEmpty()) {
      return with(media, NAME_ONLY);
    }
    Optional<Description> description =
        describer.describe(name, media.contentType(), understood.get());
    if (description.isEmpty()) {
      return with(media, NO_ANSWER);
    }
    List<Block> blocks =
        description
            .get()
            .text()
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(line -> new Block(Kind.PARAGRAPH, 0, line))
            .toList();
    ExtractedDocument text =
        new ExtractedDocument(
            Status.OK,
            Optional.empty(),
            media.title(),
            media.contentType(),
            blocks,
            Optional.empty(),
            media.properties(),
            List.of());
    return with(text, description.get().method());
  }

  private static ExtractedDocument with(ExtractedDocument document, String method) {
    Map<String, String> properties = new TreeMap<>(document.properties());
    properties.put(DocumentProperty.EXTRACTION, method);
    return document.withProperties(properties);
  }

  private static byte[] all(DocumentBytes bytes) {
    try (InputStream stream = bytes.open()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw HypnosException.unavailable("The uploaded file", e);
    }
  }
}
