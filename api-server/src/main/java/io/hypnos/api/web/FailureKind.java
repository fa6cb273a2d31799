package io.hypnos.api.web;

import io.hypnos.engine.error.ErrorCode;
import java.util.Locale;

/** Every way in which a request can fail, seen from the door. */
public enum FailureKind {
  /** Not even HTTP as it should be: the path, the headers, the framing. */
  BAD_REQUEST,
  /** The body is not readable as what it should be. */
  MALFORMED,
  /** Fields are missing, of a wrong type or out of range. */
  INVALID_FIELDS,
  /** Well formed, but a rule of the memory forbids it. */
  BROKEN_RULE,
  UNSUPPORTED_MEDIA_TYPE,
  UNAUTHENTICATED,
  FORBIDDEN,
  NOT_FOUND,
  UNKNOWN_ROUTE,
  METHOD_NOT_ALLOWED,
  TOO_LARGE,
  CONFLICT,
  RATE_LIMITED,
  QUOTA_EXCEEDED,
  UNAVAILABLE,
  INTERNAL;

  public static FailureKind of(ErrorCode code) {
    return switch (code) {
      case VALIDATION -> BROKEN_RULE;
      case UNAUTHENTICATED -> UNAUTHENTICATED;
      case FORBIDDEN -> FORBIDDEN;
      case NOT_FOUND -> NOT_FOUND;
      case TOO_LARGE -> TOO_LARGE;
      case CONFLICT -> CONFLICT;
      case RATE_LIMITED -> RATE_LIMITED;
      case QUOTA_EXCEEDED -> QUOTA_EXCEEDED;
      case UNAVAILABLE -> UNAVAILABLE;
      case INTERNAL -> INTERNAL;
    };
  }

  /** Whether the same request can succeed later without anybody changing anything. */
  public boolean retryable() {
    return this == RATE_LIMITED || this == UNAVAILABLE || this == INTERNAL;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
