package io.hypnos.engine.embedding;

import io.hypnos.engine.error.HypnosException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a model out when it is opened, and again while it does not work: a node that health says is
 * not ready gets no calls that could show that the model is back. Logs every change once.
 */
final class SelfTest implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SelfTest.class);
  private static final String SENTENCE = "Hypnos tries out its model.";

  private final EmbeddingProvider provider;
  private final Duration pause;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "hypnos-embedding-self-test");

  SelfTest(EmbeddingProvider provider, Duration pause) {
    this.provider = provider;
    this.pause = pause;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    Optional<String> told = failure();
    tell(told);
    while (!isClosing()) {
      if (!provider.isAvailable() || told.isPresent()) {
        Optional<String> now = failure();
        if (now.isPresent() != told.isPresent()) {
          tell(now);
        }
        told = now;
      }
    }
  }

  private boolean isClosing() {
    try {
      return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void tell(Optional<String> failure) {
    if (closing.getCount() == 0) {
      return;
    }
    failure.ifPresentOrElse(
        reason -> LOG.warn("embedding model {} does not work: {}", provider.modelId(), reason),
        () -> LOG.info("embedding model {} works", provider.modelId()));
  }

  private Optional<String> failure() {
    try {
      float[] vector =
          provider
              .embed(List.of(SENTENCE), Purpose.DOCUMENT, Priority.INTERACTIVE)
              .get(0)
              .vectorOrThrow();
      return vector.length == provider.dimensions()
          ? Optional.empty()
          : Optional.of("its vectors have " + vector.length + " numbers");
    } catch (HypnosException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }
}
