package io.hypnos.engine.tenancy;

import io.hypnos.settings.LimitSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests a minute and key, queries a day and tenant. Counts in memory, so each node grants the
 * whole limit and a restart begins anew. Never stands in the way when it fails itself.
 */
public final class RateLimiter {
  private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LEAST_RETRY = Duration.ofSeconds(1);
  private static final int MOST_KEYS = 100_000;
  private static final int MOST_TENANTS = 100_000;

  private final LimitSettings settings;
  private final Clock clock;
  private final Window minute;
  private final Window day;
  private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);

  public RateLimiter(LimitSettings settings, Clock clock) {
    this(
        settings,
        clock,
        new RateWindow(MINUTE, clock, MOST_KEYS),
        new RateWindow(DAY, clock, MOST_TENANTS));
  }

  RateLimiter(LimitSettings settings, Clock clock, Window minute, Window day) {
    this.settings = settings;
    this.clock = clock;
    this.minute = minute;
    this.day = day;
  }

  /** Where the taken is counted. */
  interface Window {
    Level take(UUID owner, long limit, int cost);

    Instant endAfter(Instant moment);

    /** What a window has left after a request to take from it. */
    record Level(boolean taken, long remaining) {}
  }

  /** Takes one request from the minute of the key. */
  public RateDecision request(Principal principal) {
    long limit = limits(principal).perMinute();
    Instant now = clock.instant();
    Window.Level level = take(minute, principal, principal.keyId(), limit, 1);
    Instant end = minute.endAfter(now);
    Optional<Duration> retryAfter =
        level.taken() ? Optional.empty() : Optional.of(atLeastASecond(Duration.between(now, end)));
    return new RateDecision(level.taken(), limit, level.remaining(), end, retryAfter, false);
  }

  /** Takes a number of queries from the day of the tenant; all of them or none. */
  public RateDecision query(Principal principal, int cost) {
    long limit = limits(principal).perDay();
    Instant end = day.endAfter(clock.instant());
    Window.Level level = take(day, principal, principal.tenantId(), limit, cost);
    return new RateDecision(
        level.taken(), limit, level.remaining(), end, Optional.empty(), !level.taken());
  }

  private Window.Level take(Window window, Principal principal, UUID owner, long limit, int cost) {
    if (isUnlimited(principal)) {
      return new Window.Level(true, limit);
    }
    try {
      return window.take(owner, limit, cost);
    } catch (RuntimeException e) {
      // A limiter that does not work must not take the service down with it.
      logOnceAMinute(e);
      return new Window.Level(true, limit);
    }
  }

  private boolean isUnlimited(Principal principal) {
    return !settings.enabled() || principal.plan() == Plan.UNLIMITED;
  }

  private PlanLimits limits(Principal principal) {
    return PlanLimits.of(isUnlimited(principal) ? Plan.UNLIMITED : principal.plan(), settings);
  }

  private static Duration atLeastASecond(Duration wait) {
    return wait.compareTo(LEAST_RETRY) < 0 ? LEAST_RETRY : wait;
  }

  private void logOnceAMinute(RuntimeException failure) {
    Instant now = clock.instant();
    Instant until = quietUntil.get();
    if (!now.isBefore(until) && quietUntil.compareAndSet(until, now.plus(MINUTE))) {
      LOG.error("the rate limiter failed, requests pass unlimited", failure);
    }
  }
}
