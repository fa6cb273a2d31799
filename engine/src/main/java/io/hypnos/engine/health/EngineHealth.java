package io.hypnos.engine.health;

import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.intake.IntakeProducer;
import io.hypnos.engine.search.MemoryIndex;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every part at the same time; one that does not answer in time counts as down. */
public final class EngineHealth implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineHealth.class);
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  private final Map<String, BooleanSupplier> probes;
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "hypnos-health");
            thread.setDaemon(true);
            return thread;
          });

  public EngineHealth(
      Database database,
      MemoryIndex index,
      EmbeddingModel embedding,
      IntakeProducer intake,
      BlobStore blobs) {
    this.probes =
        Map.of(
            "database", () -> database.isReachable(PATIENCE),
            "search", index::isReachable,
            "embedding", embedding::isAvailable,
            "intake", () -> intake.isReachable(PATIENCE),
            "blobs", blobs::isReachable);
  }

  public Health check() {
    Map<String, CompletableFuture<Boolean>> answers = new java.util.HashMap<>();
    probes.forEach(
        (name, probe) ->
            answers.put(name, CompletableFuture.supplyAsync(probe::getAsBoolean, executor)));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    return new Health(
        answer("database", answers, deadline),
        answer("search", answers, deadline),
        answer("embedding", answers, deadline),
        answer("intake", answers, deadline),
        answer("blobs", answers, deadline));
  }

  private static boolean answer(
      String name, Map<String, CompletableFuture<Boolean>> answers, long deadline) {
    try {
      long left = Math.max(1, deadline - System.nanoTime());
      return answers.get(name).get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      LOG.debug("{} did not answer the health check in time", name);
      return false;
    } catch (ExecutionException e) {
      LOG.debug("{} failed the health check", name, e.getCause());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
