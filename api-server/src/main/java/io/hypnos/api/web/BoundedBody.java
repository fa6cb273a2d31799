package io.hypnos.api.web;

import io.hypnos.settings.DataSize;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/**
 * Reads a body up to a limit, whether or not its length was announced. A large one takes its share
 * of what all large bodies together may hold before more than its beginning is read.
 */
final class BoundedBody {
  /** Bodies up to here are not counted: the number of threads bounds them. */
  private static final int SMALL = 64 * 1024;

  private final DataSize limit;
  private final MemoryBudget budget;

  BoundedBody(DataSize limit, MemoryBudget budget) {
    this.limit = limit;
    this.budget = budget;
  }

  byte[] read(HttpServletRequest request) {
    long announced = request.getContentLengthLong();
    if (announced > limit.bytes()) {
      throw tooLarge();
    }
    try {
      InputStream stream = request.getInputStream();
      byte[] beginning = stream.readNBytes(SMALL);
      if (beginning.length < SMALL || announced == SMALL) {
        return beginning;
      }
      budget.take(request, announced < 0 ? limit.bytes() : announced);
      return announced < 0
          ? whole(beginning, stream)
          : whole(beginning, stream, Math.toIntExact(announced));
    } catch (IOException e) {
      throw new FailedRequestException(
          Failure.malformed("The body has not arrived as it was announced."));
    }
  }

  /** Whether the body is known to be no larger than the limit. */
  boolean fits(HttpServletRequest request) {
    long announced = request.getContentLengthLong();
    return announced >= 0 && announced <= limit.bytes();
  }

  /** Without a second copy. */
  private static byte[] whole(byte[] beginning, InputStream rest, int announced)
      throws IOException {
    byte[] body = Arrays.copyOf(beginning, announced);
    int read = rest.readNBytes(body, beginning.length, announced - beginning.length);
    int length = beginning.length + read;
    return length == announced ? body : Arrays.copyOf(body, length);
  }

  private byte[] whole(byte[] beginning, InputStream rest) throws IOException {
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(beginning), rest);
    byte[] body = all.readNBytes(Math.toIntExact(limit.bytes()) + 1);
    if (body.length > limit.bytes()) {
      throw tooLarge();
    }
    return body;
  }

  private FailedRequestException tooLarge() {
    return new FailedRequestException(
        Failure.of(FailureKind.TOO_LARGE, "Request body exceeds " + readable(limit) + " limit"));
  }

  private static String readable(DataSize size) {
    return size.toString().replaceFirst("(?<=\\d)(?=\\D)", " ");
  }
}
