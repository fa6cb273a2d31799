package io.hypnos.engine.learning;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** How long somebody waits for a language model before the rules answer, in all its questions. */
final class Patience {
  private static final int AT_ONCE = 64;
  private static final ThreadPoolExecutor ASKING =
      new ThreadPoolExecutor(
          0,
          AT_ONCE,
          30,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          work -> {
            Thread thread = new Thread(work, "hypnos-learning-question");
            thread.setDaemon(true);
            return thread;
          });

  private final boolean bounded;
  private final long end;

  private Patience(boolean bounded, long end) {
    this.bounded = bounded;
    this.end = end;
  }

  /** Nobody waits. */
  static Patience endless() {
    return new Patience(false, 0);
  }

  static Patience of(Duration time) {
    return new Patience(true, System.nanoTime() + time.toNanos());
  }

  /** The slow answer if it comes in time, or else the quick one. */
  <T> T within(Supplier<T> slow, Supplier<T> quick) {
    if (!bounded) {
      return slow.get();
    }
    long left = end - System.nanoTime();
    if (left <= 0) {
      return quick.get();
    }
    Future<T> answer;
    try {
      answer = ASKING.submit(slow::get);
    } catch (RejectedExecutionException e) {
      return quick.get();
    }
    try {
      return answer.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | CancellationException e) {
      // It goes on and books what it costs; only nobody waits for it.
      return quick.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a question failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return quick.get();
    }
  }
}
