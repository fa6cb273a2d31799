package io.hypnos.connectors.figures;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What lives in the heap while records come in; the fake, which lives there too, is all along. */
record Heap(long before, List<Long> during, long after) {
  private static final int PARTS = 10;

  /** Looks whenever another tenth of the records of a first sync has come in. */
  static Heap over(Product product, UUID connection, int records)
      throws InterruptedException, ExecutionException {
    long before = alive();
    List<Long> during = new ArrayList<>();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> run = thread.submit(() -> product.sync(connection, records));
      while (!run.isDone()) {
        if (product.synced(connection) * PARTS >= (during.size() + 1L) * records) {
          during.add(alive());
        } else {
          TimeUnit.MILLISECONDS.sleep(20);
        }
      }
      run.get();
    } finally {
      thread.shutdownNow();
    }
    return new Heap(before, List.copyOf(during), alive());
  }

  /** Megabytes in use once all garbage is gone. */
  private static long alive() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }

  @Override
  public String toString() {
    String all = during.stream().map(String::valueOf).collect(Collectors.joining(" "));
    return before + " | " + all + " | " + after;
  }
}
