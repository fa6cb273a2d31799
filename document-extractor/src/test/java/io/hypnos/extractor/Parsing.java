package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Part;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.ExtractionLimits;
import io.hypnos.schemas.extract.ExtractorProtocol.Request;
import io.hypnos.schemas.extract.ExtractorProtocol.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads documents within the test's own process, with small limits. */
final class Parsing {
  static final ExtractionLimits LIMITS =
      new ExtractionLimits(100_000, 5_000, 50, 3, 32L * 1024 * 1024, 50, 1024 * 1024);

  private static final DocumentParser PARSER = new DocumentParser();

  private Parsing() {}

  static Response response(String name, byte[] bytes, ExtractionLimits limits) throws IOException {
    try (Content content = Content.of(bytes)) {
      return PARSER.parse(new Request(name, "", limits), content);
    }
  }

  static ExtractedDocument read(String name, byte[] bytes) throws IOException {
    return response(name, bytes, LIMITS).document();
  }

  static List<Block> blocks(String name, byte[] bytes) throws IOException {
    return read(name, bytes).blocks();
  }

  static Map<String, Status> parts(ExtractedDocument document) {
    Map<String, Status> statuses = new TreeMap<>();
    for (Part part : document.parts()) {
      statuses.put(part.path(), part.document().status());
    }
    return statuses;
  }
}
