package io.hypnos.connectors.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A provider did not do what was asked. The message is one line without credentials. */
public final class ProviderFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What follows from a failure. */
  public enum Kind {
    /** The credentials are not accepted: the run ends at once. */
    UNAUTHORIZED,
    /** Not permitted: of one object it is left out, of the root the run ends. */
    FORBIDDEN,
    /** Gone or never shared. */
    NOT_FOUND,
    /** The page token is not accepted any more: the walk begins again. */
    EXPIRED_PAGE,
    /** Too many calls: wait. */
    RATE_LIMITED,
    /** The provider has trouble: try again. */
    UNAVAILABLE,
    /** One record cannot be read. */
    RECORD,
    /** The connection cannot work as it is set up. */
    CONFIGURATION
  }

  private final Kind kind;
  private final transient Duration wait;
  private final transient Instant resumeAt;

  private ProviderFailure(
      Kind kind, String message, Duration wait, Instant resumeAt, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.wait = wait;
    this.resumeAt = resumeAt;
  }

  public static ProviderFailure of(Kind kind, String message) {
    return new ProviderFailure(kind, message, null, null, null);
  }

  public static ProviderFailure of(Kind kind, String message, Throwable cause) {
    return new ProviderFailure(kind, message, null, null, cause);
  }

  /** A failure that says how long to wait. */
  public static ProviderFailure after(Kind kind, String message, Optional<Duration> wait) {
    return new ProviderFailure(kind, message, wait.orElse(null), null, null);
  }

  /** Waiting would take longer than the run may: it goes on at that time. */
  static ProviderFailure resumeAt(Instant time) {
    return new ProviderFailure(
        Kind.RATE_LIMITED, "the provider limits the rate of calls", null, time, null);
  }

  public Kind kind() {
    return kind;
  }

  public boolean is(Kind other) {
    return kind == other;
  }

  public Optional<Duration> waitFor() {
    return Optional.ofNullable(wait);
  }

  public Optional<Instant> resumeAt() {
    return Optional.ofNullable(resumeAt);
  }
}
