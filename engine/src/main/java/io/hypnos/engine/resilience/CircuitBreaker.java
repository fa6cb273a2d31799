package io.hypnos.engine.resilience;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Refuses calls to a part that has failed several times in a row, so that callers fail at once
 * instead of waiting for it. After a pause one call is let through as a probe: its success closes
 * the breaker, its failure opens it again.
 *
 * <p>Outcomes of calls that began before the breaker last opened are ignored: a slow success does
 * not close it, a slow failure does not prolong its pause.
 */
public final class CircuitBreaker {
  private final String part;
  private final BreakerPolicy policy;
  private final Clock clock;
  private final AtomicReference<BreakerState> state =
      new AtomicReference<>(new BreakerState.Closed(0, 0));

  /**
   * @param part what stands behind it, as the subject of "… is not available"
   */
  public CircuitBreaker(String part, BreakerPolicy policy, Clock clock) {
    this.part = part;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Runs a call; every exception counts as a failure of the part, except that a {@link
   * CancellationException} says nothing about it.
   */
  public <T> T call(Supplier<T> work) {
    return call(work, failure -> true);
  }

  /**
   * Runs a call.
   *
   * @param blames whether an exception is the fault of the part; any other is an answer, and shows
   *     that the part works
   * @throws HypnosException {@code UNAVAILABLE} when the breaker is open
   */
  public <T> T call(Supplier<T> work, Predicate<RuntimeException> blames) {
    Permit permit = acquire();
    try {
      T result = work.get();
      permit.succeeded();
      return result;
    } catch (CancellationException e) {
      permit.abandoned();
      throw e;
    } catch (RuntimeException e) {
      if (blames.test(e)) {
        permit.failed();
      } else {
        permit.succeeded();
      }
      throw e;
    } finally {
      permit.abandoned();
    }
  }

  /**
   * For calls that are not one method: ask first, report the outcome on the permit.
   *
   * @throws HypnosException {@code UNAVAILABLE} when the breaker is open
   */
  public Permit acquire() {
    while (true) {
      BreakerState current = state.get();
      if (current instanceof BreakerState.Closed) {
        return new Permit(this, current.turn());
      }
      Instant now = clock.instant();
      Duration left = left(current, now);
      if (!left.isZero()) {
        throw refused(left);
      }
      BreakerState probing = new BreakerState.Probing(current.turn() + 1, now);
      if (state.compareAndSet(current, probing)) {
        return new Permit(this, probing.turn());
      }
    }
  }

  /** Whether calls are let through without waiting for a probe. */
  public boolean isClosed() {
    return state.get() instanceof BreakerState.Closed;
  }

  void succeeded(long turn) {
    move(turn, current -> new BreakerState.Closed(turn, 0));
  }

  void failed(long turn) {
    move(turn, current -> afterFailure(current, turn));
  }

  void abandoned(long turn) {
    move(turn, current -> reopenedAtOnce(current, turn));
  }

  private BreakerState afterFailure(BreakerState current, long turn) {
    if (current instanceof BreakerState.Closed closed
        && closed.failures() + 1 < policy.failures()) {
      return new BreakerState.Closed(turn, closed.failures() + 1);
    }
    return new BreakerState.Open(turn + 1, clock.instant());
  }

  /** A probe without outcome lets the next caller probe. */
  private BreakerState reopenedAtOnce(BreakerState current, long turn) {
    return current instanceof BreakerState.Probing
        ? new BreakerState.Open(turn + 1, clock.instant().minus(policy.pause()))
        : current;
  }

  private void move(long turn, UnaryOperator<BreakerState> step) {
    while (true) {
      BreakerState current = state.get();
      if (current.turn() != turn || current instanceof BreakerState.Open) {
        return;
      }
      if (state.compareAndSet(current, step.apply(current))) {
        return;
      }
    }
  }

  private Duration left(BreakerState current, Instant now) {
    Instant since =
        current instanceof BreakerState.Open open
            ? open.since()
            : ((BreakerState.Probing) current).since();
    Duration left = Duration.between(now, since.plus(policy.pause()));
    // Longer than the pause: the clock was set back, and nobody shall wait for it to catch up.
    boolean over = left.isNegative() || left.compareTo(policy.pause()) > 0;
    return over ? Duration.ZERO : left;
  }

  private HypnosException refused(Duration left) {
    long seconds = Math.max(1, left.plusMillis(999).toSeconds());
    return new HypnosException(
        ErrorCode.UNAVAILABLE,
        part + " is not available: it failed repeatedly; next try in " + seconds + " s",
        Map.of("retry_after_seconds", seconds),
        null);
  }

  /** The right to make one call. The first report counts. */
  public static final class Permit {
    private final CircuitBreaker breaker;
    private final long turn;
    private boolean reported;

    private Permit(CircuitBreaker breaker, long turn) {
      this.breaker = breaker;
      this.turn = turn;
    }

    public synchronized void succeeded() {
      if (!reported) {
        reported = true;
        breaker.succeeded(turn);
      }
    }

    public synchronized void failed() {
      if (!reported) {
        reported = true;
        breaker.failed(turn);
      }
    }

    /** The call was given up and says nothing about the part. */
    public synchronized void abandoned() {
      if (!reported) {
        reported = true;
        breaker.abandoned(turn);
      }
    }
  }
}
