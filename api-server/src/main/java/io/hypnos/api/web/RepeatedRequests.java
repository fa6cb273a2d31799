package io.hypnos.api.web;

import io.hypnos.engine.idempotency.Answer;
import io.hypnos.engine.idempotency.Idempotency;
import io.hypnos.engine.tenancy.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.HandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives a request that comes again under the same {@code Idempotency-Key} the first answer, byte
 * for byte. Without the header the work is simply done. What fails leaves the key free.
 */
public final class RepeatedRequests {
  static final String HEADER = "Idempotency-Key";

  private final Idempotency idempotency;
  private final JsonMapper json;

  public RepeatedRequests(Idempotency idempotency, JsonMapper json) {
    this.idempotency = idempotency;
    this.json = json;
  }

  /** For routes that always answer 200. */
  public ResponseEntity<?> once(
      HttpServletRequest request, Caller caller, JsonFields body, Supplier<?> work) {
    return onceOf(request, caller, body, () -> ResponseEntity.ok(work.get()));
  }

  /**
   * For routes that always answer 200 and take a key's word for it that the request is the same.
   */
  public ResponseEntity<?> once(HttpServletRequest request, Caller caller, Supplier<?> work) {
    return run(request, caller, RepeatedRequests::unseen, () -> ResponseEntity.ok(work.get()));
  }

  /**
   * @param body makes the request, with its path and query: the same key with another one is a
   *     conflict
   * @param work its answer's body is written as JSON
   */
  public ResponseEntity<?> onceOf(
      HttpServletRequest request,
      Caller caller,
      JsonFields body,
      Supplier<? extends ResponseEntity<?>> work) {
    return run(request, caller, () -> body.digest(target(request)), work);
  }

  private static String target(HttpServletRequest request) {
    String query = request.getQueryString();
    return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
  }

  /** Stands for every content. */
  private static byte[] unseen() {
    return new byte[32];
  }

  private ResponseEntity<?> run(
      HttpServletRequest request,
      Caller caller,
      Supplier<byte[]> digest,
      Supplier<? extends ResponseEntity<?>> work) {
    String key = request.getHeader(HEADER);
    if (key == null) {
      return work.get();
    }
    Answer answer =
        idempotency.run(caller, operation(request), key, digest.get(), () -> answer(work.get()));
    return ResponseEntity.status(answer.status())
        .contentType(MediaType.parseMediaType(answer.contentType()))
        .body(answer.body());
  }

  private static String operation(HttpServletRequest request) {
    return request.getMethod()
        + " "
        + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
  }

  private Answer answer(ResponseEntity<?> response) {
    return new Answer(
        response.getStatusCode().value(),
        MediaType.APPLICATION_JSON_VALUE,
        json.writeValueAsBytes(response.getBody()));
  }
}
