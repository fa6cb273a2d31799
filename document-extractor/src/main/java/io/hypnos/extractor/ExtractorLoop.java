package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractorProtocol;
import io.hypnos.schemas.extract.ExtractorProtocol.Request;
import io.hypnos.schemas.message.MalformedMessageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** One answer per request, until the requests end. */
final class ExtractorLoop {
  private final DocumentParser parser;

  ExtractorLoop(DocumentParser parser) {
    this.parser = parser;
  }

  void run(InputStream requests, OutputStream responses)
      throws IOException, MalformedMessageException {
    Optional<Request> request = ExtractorProtocol.readRequest(requests);
    while (request.isPresent()) {
      long length = ExtractorProtocol.readContentLength(requests);
      try (Content content = Content.receive(requests, length)) {
        ExtractorProtocol.writeResponse(responses, parser.parse(request.get(), content));
      }
      request = ExtractorProtocol.readRequest(requests);
    }
  }
}
