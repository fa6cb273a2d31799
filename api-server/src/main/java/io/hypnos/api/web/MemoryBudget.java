package io.hypnos.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Bounds how much all requests together hold in memory of one kind of content. A request waits a
 * while for its share; it is given back when the request ends, however it ends.
 */
public final class MemoryBudget implements HandlerInterceptor {
  private static final int KILOBYTE = 1024;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final String content;
  private final String attribute;
  private final int kilobytes;
  private final Semaphore free;
  private final Duration patience;

  /**
   * @param content what is held, in the plural, as callers read it
   * @param patience how long a request waits for its share
   */
  public MemoryBudget(String content, long bytes, Duration patience) {
    this.content = content;
    this.attribute = MemoryBudget.class.getName() + " " + content;
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
              "The request exceeds the %d MB that this server holds of all %s"
                  .formatted(kilobytes / 1024, content)));
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
    request.setAttribute(attribute, wanted);
  }

  private FailedRequestException busy() {
    return new FailedRequestException(
        Failure.busy(
            "Too many %s at the same time; try again in a moment.".formatted(content),
            RETRY_AFTER));
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request, HttpServletResponse response, Object handler, Exception thrown) {
    if (request.getAttribute(attribute) instanceof Integer taken) {
      request.removeAttribute(attribute);
      free.release(taken);
    }
  }

  /** What is left for others. */
  public int freeKilobytes() {
    return free.availablePermits();
  }
}
