package io.hypnos.api.web;

import io.hypnos.settings.DataSize;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;

/** Reads a body up to a limit, whether or not its length was announced. */
final class BoundedBody {
  private final DataSize limit;

  BoundedBody(DataSize limit) {
    this.limit = limit;
  }

  byte[] read(HttpServletRequest request) {
    if (request.getContentLengthLong() > limit.bytes()) {
      throw tooLarge();
    }
    byte[] body = bytes(request);
    if (body.length > limit.bytes()) {
      throw tooLarge();
    }
    return body;
  }

  private byte[] bytes(HttpServletRequest request) {
    try {
      InputStream stream = request.getInputStream();
      return stream.readNBytes(Math.toIntExact(limit.bytes()) + 1);
    } catch (IOException e) {
      throw new FailedRequestException(
          Failure.malformed("The body has not arrived as it was announced."));
    }
  }

  private FailedRequestException tooLarge() {
    return new FailedRequestException(
        Failure.of(FailureKind.TOO_LARGE, "Request body exceeds " + readable(limit) + " limit"));
  }

  private static String readable(DataSize size) {
    return size.toString().replaceFirst("(?<=\\d)(?=\\D)", " ");
  }
}
