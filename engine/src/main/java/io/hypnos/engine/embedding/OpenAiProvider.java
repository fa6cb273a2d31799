package io.hypnos.engine.embedding;

import io.hypnos.engine.embedding.EmbeddingOutcome.Failed;
import io.hypnos.engine.embedding.RemoteFailure.Kind;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.resilience.Backoff;
import io.hypnos.engine.resilience.BreakerPolicy;
import io.hypnos.engine.resilience.CircuitBreaker;
import io.hypnos.engine.resilience.Retry;
import io.hypnos.engine.resilience.RetryAdvice;
import io.hypnos.engine.resilience.Sleeper;
import io.hypnos.settings.EmbeddingSettings;
import io.hypnos.settings.OpenAiEmbeddingSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * A remote model: texts in batches, a bounded number of requests at the same time, failures
 * repeated while that can help. A text that the server does not take fails alone, not its batch.
 */
final class OpenAiProvider implements EmbeddingProvider {
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(8));

  private final OpenAiEmbeddingSettings settings;
  private final String modelId;
  private final OpenAiClient client;
  private final RemoteText text;
  private final CircuitBreaker breaker;
  private final Retry documentRetry;
  private final Retry queryRetry;
  private final FairQueue queue;
  private volatile boolean lastFailed;

  private OpenAiProvider(
      EmbeddingSettings embedding, Clock clock, RandomGenerator random, Sleeper sleeper) {
    this.settings = embedding.openai();
    this.text = new RemoteText(settings);
    this.modelId = text.modelId();
    this.client = new OpenAiClient(settings, clock);
    this.breaker =
        new CircuitBreaker(
            "The embedding service",
            new BreakerPolicy(settings.breakerFailures(), settings.breakerPause()),
            clock);
    this.documentRetry =
        new Retry(settings.tries(), settings.patience(), BACKOFF, clock, random, sleeper);
    this.queryRetry =
        new Retry(settings.tries(), settings.queryPatience(), BACKOFF, clock, random, sleeper);
    this.queue =
        new FairQueue("The embedding service", settings.concurrency(), embedding.maxCallers());
  }

  static OpenAiProvider open(EmbeddingSettings settings, Clock clock) {
    return new OpenAiProvider(settings, clock, new Random(), Sleeper.THREAD);
  }

  static OpenAiProvider open(
      EmbeddingSettings settings, Clock clock, RandomGenerator random, Sleeper sleeper) {
    return new OpenAiProvider(settings, clock, random, sleeper);
  }

  @Override
  public String modelId() {
    return modelId;
  }

  @Override
  public int dimensions() {
    return settings.dimensions();
  }

  @Override
  public List<EmbeddingOutcome> embed(List<String> texts, Purpose purpose, Priority priority) {
    int batch = settings.maxBatch();
    int batches = (texts.size() + batch - 1) / batch;
    return queue
        .run(
            batches,
            index ->
                batch(
                    texts.subList(index * batch, Math.min(texts.size(), (index + 1) * batch)),
                    purpose),
            priority)
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private List<EmbeddingOutcome> batch(List<String> texts, Purpose purpose) {
    List<EmbeddingOutcome> outcomes = new ArrayList<>(Collections.nCopies(texts.size(), null));
    List<Integer> sendable = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).isBlank()) {
        outcomes.set(i, new Failed(blank()));
      } else {
        sendable.add(i);
      }
    }
    List<String> inputs =
        sendable.stream().map(index -> text.input(texts.get(index), purpose)).toList();
    List<EmbeddingOutcome> answers = new RefusedTexts(part -> ask(part, purpose)).embed(inputs);
    for (int i = 0; i < answers.size(); i++) {
      outcomes.set(sendable.get(i), answers.get(i));
    }
    return outcomes;
  }

  private static HypnosException blank() {
    return new HypnosException(ErrorCode.VALIDATION, "a text without words has no embedding");
  }

  private List<float[]> ask(List<String> inputs, Purpose purpose) {
    boolean query = purpose == Purpose.QUERY;
    Duration timeout = query ? shorter(settings.queryPatience()) : settings.timeout();
    try {
      List<float[]> vectors =
          (query ? queryRetry : documentRetry)
              .call(
                  () -> breaker.call(() -> client.embed(inputs, timeout), OpenAiProvider::blames),
                  OpenAiProvider::advice);
      lastFailed = false;
      return vectors;
    } catch (RemoteFailure e) {
      lastFailed = e.kind() != Kind.TEXT_REFUSED;
      throw e;
    }
  }

  private Duration shorter(Duration patience) {
    boolean useful = !patience.isZero() && patience.compareTo(settings.timeout()) < 0;
    return useful ? patience : settings.timeout();
  }

  private static boolean blames(RuntimeException failure) {
    return failure instanceof RemoteFailure remote && remote.kind() == Kind.DOWN;
  }

  private static RetryAdvice advice(RuntimeException failure) {
    return failure instanceof RemoteFailure remote && remote.kind().worthAnotherTry()
        ? RetryAdvice.tryAgain(remote.retryAfter())
        : RetryAdvice.stop();
  }

  @Override
  public boolean isAvailable() {
    return breaker.isClosed() && !lastFailed;
  }

  @Override
  public void close() {
    queue.close();
  }
}
