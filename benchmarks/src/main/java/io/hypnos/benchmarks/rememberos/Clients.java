package io.hypnos.benchmarks.rememberos;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** Several clients at once, each of which asks one question after another. */
final class Clients implements AutoCloseable {
  private final ExecutorService threads;
  private final int count;

  Clients(int count) {
    this.threads = Executors.newFixedThreadPool(count);
    this.count = count;
  }

  /**
   * @param each how many questions each client asks
   * @param questions asked by this thread, before the clients start
   */
  <T> List<T> ask(int each, Supplier<String> questions, Function<String, T> call) {
    List<Callable<List<T>>> clients = new ArrayList<>();
    for (int client = 0; client < count; client++) {
      List<String> own = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        own.add(questions.get());
      }
      clients.add(() -> own.stream().map(call).toList());
    }
    List<T> answers = new ArrayList<>();
    try {
      for (Future<List<T>> client : threads.invokeAll(clients)) {
        answers.addAll(client.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a client failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return answers;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
