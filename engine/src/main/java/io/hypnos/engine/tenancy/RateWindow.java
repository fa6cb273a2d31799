package io.hypnos.engine.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Counts against windows of a fixed length that begin on the full minute or at midnight UTC, one
 * per owner. Each node counts for itself.
 */
final class RateWindow implements RateLimiter.Window {
  private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

  private final Duration length;
  private final Clock clock;
  private final Cache<Owner, Bucket> buckets;

  RateWindow(Duration length, Clock clock, int mostOwners) {
    this.length = length;
    this.clock = clock;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(mostOwners)
            .expireAfterAccess(FORGOTTEN_AFTER)
            .ticker(() -> nanos(clock))
            .build();
  }

  /** The limit is part of the key: a tenant that changes its plan starts with a full window. */
  private record Owner(UUID id, long limit) {}

  @Override
  public Level take(UUID owner, long limit, int cost) {
    Bucket bucket = buckets.get(new Owner(owner, limit), this::fullBucket);
    if (cost <= 0) {
      return new Level(true, bucket.getAvailableTokens());
    }
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(cost);
    return new Level(probe.isConsumed(), probe.getRemainingTokens());
  }

  @Override
  public Instant endAfter(Instant moment) {
    long millis = length.toMillis();
    return Instant.ofEpochMilli((Math.floorDiv(moment.toEpochMilli(), millis) + 1) * millis);
  }

  private Bucket fullBucket(Owner owner) {
    return Bucket.builder()
        .withCustomTimePrecision(new WallClock(clock))
        .addLimit(
            limit ->
                limit
                    .capacity(owner.limit())
                    .refillIntervallyAligned(owner.limit(), length, endAfter(clock.instant())))
        .build();
  }

  private static long nanos(Clock clock) {
    return clock.millis() * 1_000_000;
  }

  private record WallClock(Clock clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos(clock);
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
