package io.hypnos.engine.embedding;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A request to a remote model failed. The message names no secret and no text. */
final class RemoteFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient Optional<Duration> retryAfter;

  RemoteFailure(Kind kind, String message, Throwable cause) {
    this(kind, message, Optional.empty(), cause);
  }

  RemoteFailure(Kind kind, String message, Optional<Duration> retryAfter, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  Kind kind() {
    return kind;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  HypnosException asHypnosException() {
    Map<String, Object> details =
        retryAfter
            .<Map<String, Object>>map(wait -> Map.of("retry_after_seconds", wait.toSeconds()))
            .orElse(Map.of());
    return new HypnosException(kind.code, getMessage(), details, this);
  }

  /** What a failure means. */
  enum Kind {
    /** No answer, or the answer that the server cannot answer now. */
    DOWN(ErrorCode.UNAVAILABLE, true),
    /** Too many requests. */
    BUSY(ErrorCode.UNAVAILABLE, true),
    /** Nothing will be answered until the operator pays. */
    QUOTA_USED_UP(ErrorCode.UNAVAILABLE, false),
    /** The key, the address or the name of the model is wrong. */
    MISCONFIGURED(ErrorCode.INTERNAL, false),
    /** The server does not take one of the texts. */
    TEXT_REFUSED(ErrorCode.VALIDATION, false),
    /** The answer breaks the protocol, or is not of this model. */
    BAD_ANSWER(ErrorCode.INTERNAL, false);

    private final ErrorCode code;
    private final boolean worthAnotherTry;

    Kind(ErrorCode code, boolean worthAnotherTry) {
      this.code = code;
      this.worthAnotherTry = worthAnotherTry;
    }

    boolean worthAnotherTry() {
      return worthAnotherTry;
    }
  }
}
