package io.hypnos.connectors.confluence;

import io.hypnos.connectors.call.Errors;
import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.Reply;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** By the status; where a limit does not say how long, its reset does. */
final class ConfluenceErrors implements Errors {
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  @Override
  public Optional<ProviderFailure> of(Reply reply, Clock clock) {
    if (reply.status() >= 300 && reply.status() < 400) {
      return Optional.of(
          ProviderFailure.of(
              Kind.CONFIGURATION, "the provider sends elsewhere: config.base_url may be wrong"));
    }
    return Errors.byStatus(reply, clock).map(failure -> patient(failure, reply, clock));
  }

  private static ProviderFailure patient(ProviderFailure failure, Reply reply, Clock clock) {
    if (!failure.is(Kind.RATE_LIMITED) || failure.waitFor().isPresent()) {
      return failure;
    }
    Optional<Duration> wait =
        Optional.ofNullable(reply.headers().get("x-ratelimit-reset"))
            .flatMap(Fields::time)
            .map(time -> Duration.between(clock.instant(), time))
            .map(time -> time.isNegative() ? Duration.ZERO : time)
            .map(time -> time.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : time);
    return ProviderFailure.after(Kind.RATE_LIMITED, failure.getMessage(), wait);
  }
}
