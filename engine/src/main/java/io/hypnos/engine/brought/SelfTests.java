package io.hypnos.engine.brought;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A few threads for trying what tenants bring, so that slow services hold up nothing else. */
final class SelfTests {
  private static final int AT_ONCE = 4;
  private static final int WAITING = 8;
  private static final ThreadPoolExecutor THREADS = threads();

  private SelfTests() {}

  private static ThreadPoolExecutor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            work -> {
              Thread thread = new Thread(work, "hypnos-self-test");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Starts one; {@code RATE_LIMITED} when too many are going on. */
  static <T> Future<T> start(Callable<T> test) {
    try {
      return THREADS.submit(test);
    } catch (RejectedExecutionException e) {
      throw new HypnosException(
          ErrorCode.RATE_LIMITED, "too many services are being tried; try again later", e);
    }
  }
}
