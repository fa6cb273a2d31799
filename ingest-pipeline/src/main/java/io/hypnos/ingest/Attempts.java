package io.hypnos.ingest;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries the work on one item a bounded number of times. What a missing dependency causes is not the
 * item's fault: it is thrown, the job restarts from its checkpoint and the item comes again.
 */
final class Attempts implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
  private static final long PAUSE_MILLIS = 100;

  private final int limit;

  Attempts(int limit) {
    this.limit = limit;
  }

  /**
   * @throws GaveUpException when the item itself cannot be processed
   * @throws HypnosException with {@code UNAVAILABLE} when a dependency is down
   */
  <T> T run(Stage stage, Supplier<T> work) throws GaveUpException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (RuntimeException e) {
        judge(stage, attempt, e);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS << Math.min(attempt, 6));
      } catch (StackOverflowError e) {
        // Text too much for some parser: the item's fault, and not one that ends the process.
        judge(stage, attempt, new IllegalStateException("too deep for a parser", e));
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS << Math.min(attempt, 6));
      }
    }
  }

  private void judge(Stage stage, int attempt, RuntimeException failure)
      throws GaveUpException, InterruptedException {
    // Its text may quote the memory, which must not be in logs, reasons or the web UI.
    LOG.debug("attempt {} of {} failed", attempt, stage.text(), failure);
    if (Thread.interrupted()) {
      InterruptedException cancelled = new InterruptedException("cancelled in " + stage.text());
      cancelled.initCause(failure);
      throw cancelled;
    }
    if (failure instanceof HypnosException known) {
      if (known.code() == ErrorCode.UNAVAILABLE) {
        throw withoutCause(known);
      }
      if (!known.code().retryable()) {
        throw new GaveUpException(known.getMessage(), attempt, isLimit(known.code()), known);
      }
    }
    if (attempt >= limit) {
      throw new GaveUpException(
          "%s failed: %s".formatted(stage.text(), rootOf(failure)), attempt, false, failure);
    }
    LOG.warn("attempt {} of {} failed: {}", attempt, stage.text(), rootOf(failure));
  }

  private static HypnosException withoutCause(HypnosException outage) {
    return new HypnosException(
        outage.code(), "%s (%s)".formatted(outage.getMessage(), rootOf(outage)));
  }

  private static boolean isLimit(ErrorCode code) {
    return code.category() == ErrorCode.Category.LIMIT;
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName();
  }
}
