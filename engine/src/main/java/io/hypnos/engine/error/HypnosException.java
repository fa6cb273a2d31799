package io.hypnos.engine.error;

import java.util.Map;

/** A call failed for a known reason. The message is one line that may be shown to the caller. */
public final class HypnosException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient Map<String, Object> details;

  public HypnosException(ErrorCode code, String message) {
    this(code, message, Map.of(), null);
  }

  public HypnosException(ErrorCode code, String message, Throwable cause) {
    this(code, message, Map.of(), cause);
  }

  public HypnosException(
      ErrorCode code, String message, Map<String, Object> details, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.details = Map.copyOf(details);
  }

  public static HypnosException unavailable(String part, Throwable cause) {
    return new HypnosException(ErrorCode.UNAVAILABLE, part + " is not available", cause);
  }

  public ErrorCode code() {
    return code;
  }

  public Map<String, Object> details() {
    return details;
  }
}
