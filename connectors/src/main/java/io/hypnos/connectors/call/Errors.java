package io.hypnos.connectors.call;

import io.hypnos.connectors.call.ProviderFailure.Kind;
import java.time.Clock;
import java.util.Optional;

/** Tells the failures of a provider apart. */
@FunctionalInterface
public interface Errors {
  /** What is wrong with an answer; empty when it is what was asked for. */
  Optional<ProviderFailure> of(Reply reply, Clock clock);

  /** As most providers do, by the HTTP status. */
  static Optional<ProviderFailure> byStatus(Reply reply, Clock clock) {
    int status = reply.status();
    if (reply.isSuccess()) {
      return Optional.empty();
    }
    Kind kind =
        switch (status) {
          case 401 -> Kind.UNAUTHORIZED;
          case 403 -> Kind.FORBIDDEN;
          case 404, 410 -> Kind.NOT_FOUND;
          case 429, 529 -> Kind.RATE_LIMITED;
          case 408, 409 -> Kind.UNAVAILABLE;
          default -> status >= 500 ? Kind.UNAVAILABLE : Kind.CONFIGURATION;
        };
    return Optional.of(
        ProviderFailure.after(kind, "the provider answered " + status, reply.retryAfter(clock)));
  }

  /** The same failure with the provider's own word for it. */
  static ProviderFailure named(Kind kind, String word, Reply reply, Clock clock) {
    String plain = word.replaceAll("[^A-Za-z0-9_. -]", "");
    String shown = plain.substring(0, Math.min(plain.length(), 80));
    return ProviderFailure.after(
        kind, "the provider answered " + reply.status() + " " + shown, reply.retryAfter(clock));
  }
}
