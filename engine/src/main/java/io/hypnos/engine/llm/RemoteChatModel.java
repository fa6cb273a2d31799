package io.hypnos.engine.llm;

import io.hypnos.engine.llm.ChatResult.Reason;
import io.hypnos.engine.llm.ChatResult.Unanswered;
import io.hypnos.engine.resilience.Backoff;
import io.hypnos.settings.LlmSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An OpenAI-compatible endpoint with attempts, pauses, a breaker, and a bound on what is in flight.
 */
final class RemoteChatModel implements ChatModel {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteChatModel.class);
  private static final Duration LONGEST_REST = Duration.ofHours(1);

  private final String modelId;
  private final LlmSettings settings;
  private final ChatConnection connection;
  private final Breaker breaker;
  private final Backoff backoff;
  private final Semaphore places;
  private final RandomGenerator random;
  private final LongSupplier nanos;

  RemoteChatModel(
      LlmEndpoint endpoint,
      LlmSettings settings,
      ChatTransport transport,
      Clock clock,
      RandomGenerator random,
      LongSupplier nanos) {
    this.modelId = endpoint.model();
    this.settings = settings;
    this.connection = new ChatConnection(endpoint, settings, transport, clock);
    this.breaker = new Breaker(settings.breakerFailures(), settings.breakerPause(), nanos);
    this.backoff = new Backoff(settings.firstPause(), settings.firstPause().multipliedBy(64));
    this.places = new Semaphore(settings.concurrency(), true);
    this.random = random;
    this.nanos = nanos;
  }

  @Override
  public String modelId() {
    return modelId;
  }

  @Override
  public ChatResult complete(ChatRequest request) {
    long end = nanos.getAsLong() + settings.deadline().toNanos();
    try {
      if (!places.tryAcquire(settings.deadline().toNanos(), TimeUnit.NANOSECONDS)) {
        return new Unanswered(Reason.BUSY, TokenUsage.NONE);
      }
      try {
        return withAttempts(request, end);
      } finally {
        places.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unanswered(Reason.TIMEOUT, TokenUsage.NONE);
    }
  }

  private ChatResult withAttempts(ChatRequest request, long end) throws InterruptedException {
    int maxTokens = Math.min(request.maxTokens(), settings.maxAnswerTokens());
    TokenUsage used = TokenUsage.NONE;
    boolean badContentBefore = false;
    for (int number = 1; ; number++) {
      Duration left = Duration.ofNanos(end - nanos.getAsLong());
      if (left.isNegative() || left.isZero()) {
        return new Unanswered(Reason.TIMEOUT, used);
      }
      if (!breaker.admits()) {
        return new Unanswered(Reason.RESTING, used);
      }
      Attempt attempt = ask(request, maxTokens, shorter(settings.timeout(), left));
      used = used.plus(attempt.result().usage());
      if (!attempt.isWorthAnother()
          || number >= settings.attempts()
          || (attempt.hasBadContent() && badContentBefore)) {
        return finished(attempt.result(), used, request);
      }
      badContentBefore |= attempt.hasBadContent();
      Duration pause = pause(attempt, number);
      if (pause.toNanos() >= end - nanos.getAsLong()) {
        attempt.retryAfter().ifPresent(asked -> breaker.openFor(shorter(asked, LONGEST_REST)));
        return finished(attempt.result(), used, request);
      }
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }
  }

  private Attempt ask(ChatRequest request, int maxTokens, Duration patience) {
    boolean reported = false;
    try {
      Attempt attempt = connection.ask(request, maxTokens, patience);
      reported = true;
      if (attempt.isHealthy()) {
        breaker.succeeded();
      } else {
        breaker.failed();
      }
      return attempt;
    } finally {
      if (!reported) {
        breaker.failed();
      }
    }
  }

  /** Bad content is asked again at once: waiting does not make a model wiser. */
  private Duration pause(Attempt attempt, int number) {
    return attempt.hasBadContent()
        ? Duration.ZERO
        : backoff.pause(number, attempt.retryAfter(), random);
  }

  private ChatResult finished(ChatResult result, TokenUsage used, ChatRequest request) {
    if (result instanceof ChatResult.Answered answered) {
      return new ChatResult.Answered(answered.json(), used);
    }
    Reason reason = ((Unanswered) result).reason();
    LOG.warn("the language model gave no answer for {}: {}", request.purpose(), reason);
    return new Unanswered(reason, used);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
