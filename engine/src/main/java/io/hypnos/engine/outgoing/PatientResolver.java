package io.hypnos.engine.outgoing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Resolves with a bound in time. The system's resolver cannot be interrupted, so each call has a
 * thread of its own, and there are only so many of them.
 */
final class PatientResolver implements AutoCloseable {
  private static final int MOST_AT_ONCE = 64;

  private final HostResolver resolver;
  private final Duration patience;
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          0,
          MOST_AT_ONCE,
          30,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "hypnos-resolve");
            thread.setDaemon(true);
            return thread;
          });

  PatientResolver(HostResolver resolver, Duration patience) {
    this.resolver = resolver;
    this.patience = patience;
  }

  InetAddress[] resolve(String host) throws RefusedUrlException {
    try {
      Future<InetAddress[]> answer = executor.submit(() -> resolver.resolve(host));
      InetAddress[] addresses = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (addresses.length == 0) {
        throw new RefusedUrlException(Refusal.UNRESOLVED);
      }
      return addresses;
    } catch (TimeoutException | RejectedExecutionException e) {
      throw refused(Refusal.RESOLUTION_TIMEOUT, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException) {
        throw refused(Refusal.UNRESOLVED, e);
      }
      throw new IllegalStateException("the resolver failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused(Refusal.RESOLUTION_TIMEOUT, e);
    }
  }

  private static RefusedUrlException refused(Refusal refusal, Exception cause) {
    RefusedUrlException refused = new RefusedUrlException(refusal);
    refused.initCause(cause);
    return refused;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
