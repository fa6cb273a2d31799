package io.hypnos.engine.media;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.llm.BoundedBody;
import io.hypnos.engine.resilience.Backoff;
import io.hypnos.engine.resilience.BreakerPolicy;
import io.hypnos.engine.resilience.CircuitBreaker;
import io.hypnos.engine.resilience.Retry;
import io.hypnos.engine.resilience.RetryAdvice;
import io.hypnos.engine.resilience.RetryAfter;
import io.hypnos.settings.MediaSettings;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One model behind HTTP, asked a bounded number of times. */
final class MediaEndpoint {
  private static final int LONGEST_ANSWER = 4 * 1024 * 1024;
  private static final int TOO_MANY = 429;
  private static final int REQUEST_TIMEOUT = 408;
  private static final String AFTER = "retry_after";

  private final String name;
  private final MediaWire wire;
  private final Duration timeout;
  private final Clock clock;
  private final CircuitBreaker breaker;
  private final Retry retry;
  private final HttpClient http;

  MediaEndpoint(String name, MediaWire wire, MediaSettings settings, Clock clock) {
    this.name = name;
    this.wire = wire;
    this.timeout = settings.timeout();
    this.clock = clock;
    this.breaker =
        new CircuitBreaker(
            name, new BreakerPolicy(settings.breakerFailures(), settings.breakerPause()), clock);
    this.retry =
        new Retry(
            settings.tries(),
            timeout.multipliedBy(settings.tries()),
            new Backoff(settings.firstPause(), settings.firstPause().multipliedBy(64)),
            clock,
            new Random(),
            pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos()));
    // A redirect is not followed: it could carry the key elsewhere.
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Empty when it does not answer, or has nothing to say. */
  Optional<String> ask(String file, String contentType, byte[] bytes) {
    try {
      return retry.call(
          () ->
              breaker.call(
                  () -> once(file, contentType, bytes), failure -> advice(failure).again()),
          MediaEndpoint::advice);
    } catch (HypnosException e) {
      // The document is kept all the same, and says that nobody told what is in it.
      return Optional.empty();
    }
  }

  private Optional<String> once(String file, String contentType, byte[] bytes) {
    CompletableFuture<HttpResponse<Optional<byte[]>>> exchange =
        http.sendAsync(
            wire.request(file, contentType, bytes), info -> new BoundedBody(LONGEST_ANSWER));
    try {
      // Not the timeout of the request: that one ends with the headers, and a body may drip.
      return answer(exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | ExecutionException e) {
      exchange.cancel(true);
      throw HypnosException.unavailable(name, e);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw HypnosException.unavailable(name, e);
    }
  }

  private Optional<String> answer(HttpResponse<Optional<byte[]>> response) {
    int status = response.statusCode();
    if (status == TOO_MANY || status == REQUEST_TIMEOUT || status >= 500) {
      Optional<Duration> wait =
          RetryAfter.parse(response.headers().firstValue("Retry-After"), clock);
      throw new HypnosException(
          ErrorCode.UNAVAILABLE,
          "%s answered %d".formatted(name, status),
          wait.map(time -> Map.<String, Object>of(AFTER, time)).orElse(Map.of()),
          null);
    } else if (status < 200 || status >= 300) {
      // It does not want this one: asking again would not help, others may be fine.
      throw new HypnosException(
          ErrorCode.VALIDATION, "%s refused the file with %d".formatted(name, status));
    }
    return response.body().flatMap(wire::read);
  }

  private static RetryAdvice advice(RuntimeException failure) {
    boolean outage =
        failure instanceof HypnosException known && known.code() == ErrorCode.UNAVAILABLE;
    if (!outage || Thread.currentThread().isInterrupted()) {
      return RetryAdvice.stop();
    }
    Object wait = ((HypnosException) failure).details().get(AFTER);
    return RetryAdvice.tryAgain(
        wait instanceof Duration time ? Optional.of(time) : Optional.empty());
  }
}
