package io.hypnos.api.rememberos;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** How often a network address may ask in an hour, on this node. */
final class AddressQuota {
  private static final int ADDRESSES = 100_000;

  private final Cache<Slot, AtomicInteger> counts =
      Caffeine.newBuilder().maximumSize(ADDRESSES).expireAfterWrite(Duration.ofHours(1)).build();
  private final int most;
  private final Clock clock;

  private record Slot(String address, Instant hour) {}

  AddressQuota(int most, Clock clock) {
    this.most = most;
    this.clock = clock;
  }

  void take(String address) {
    Instant now = clock.instant();
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    int count = counts.get(new Slot(address, hour), none -> new AtomicInteger()).incrementAndGet();
    if (count > most) {
      Duration wait = Duration.between(now, hour.plus(1, ChronoUnit.HOURS)).plusSeconds(1);
      throw new FailedRequestException(
          new Failure(
              FailureKind.RATE_LIMITED,
              "Too many requests from this address.",
              List.of(),
              Map.of(),
              Optional.empty(),
              Optional.of(wait),
              List.of()));
    }
  }
}
