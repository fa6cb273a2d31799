package io.hypnos.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Bounds how much of all uploads together is held in memory. An upload waits a while for its share;
 * it is given back when the request ends, however it ends.
 */
public final class UploadBudget implements HandlerInterceptor {
  private static final String ATTRIBUTE = UploadBudget.class.getName();
  private static final int KILOBYTE = 1024;

  private final int kilobytes;
  private final Semaphore free;
  private final Duration patience;

  public UploadBudget(long bytes, Duration patience) {
    this.kilobytes = Math.toIntExact(Math.max(1, bytes / KILOBYTE));
    this.free = new Semaphore(kilobytes, true);
    this.patience = patience;
  }

  /** Takes a share for a request; what is larger than everything there is cannot be taken. */
  void take(HttpServletRequest request, long bytes) {
    if (bytes / KILOBYTE + 1 > kilobytes) {
      throw new FailedRequestException(
          Failure.of(
              FailureKind.TOO_LARGE,
              "Upload exceeds %d MB limit of this server".formatted(kilobytes / 1024)));
    }
    int wanted = (int) (bytes / KILOBYTE + 1);
    try {
      if (!free.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    request.setAttribute(ATTRIBUTE, wanted);
  }

  private static FailedRequestException busy() {
    return new FailedRequestException(
        Failure.of(
            FailureKind.UNAVAILABLE, "Too many uploads at the same time; try again in a moment."));
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request, HttpServletResponse response, Object handler, Exception thrown) {
    if (request.getAttribute(ATTRIBUTE) instanceof Integer taken) {
      request.removeAttribute(ATTRIBUTE);
      free.release(taken);
    }
  }

  /** What is left for others. */
  public int freeKilobytes() {
    return free.availablePermits();
  }
}
