package io.hypnos.connectors.figures;

import io.hypnos.connectors.kit.Crowd;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a first sync of each provider takes beside its bare requests, what an idle one asks, and
 * what a long one holds in memory. No test of ours: it runs by {@code benchmarks/connector-figures}
 * only, because its figures say nothing on a busy machine.
 */
final class ConnectorFigures {
  static {
    // Else an answer on a connection that is kept waits 40 ms for the other side to say it has it.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  @RegisterExtension
  static final LocalStack STACK =
      LocalStack.of(Part.POSTGRES, Part.OPENSEARCH, Part.KAFKA, Part.S3);

  private static final int RECORDS = Integer.getInteger("hypnos.figures.records", 10_000);
  private static final int VAST = Integer.getInteger("hypnos.figures.vast", 100_000);
  private static final int ROUNDS = Integer.getInteger("hypnos.figures.rounds", 3);
  private static final String WANTED = System.getProperty("hypnos.figures.providers", "");

  private static final String HEAD = "%-10s %9s %9s %7s %9s %9s %8s   %s%n";
  private static final String ROW = "%-10s %9.0f %9.0f %7.2f %9d %9d %8.0f   %s%n";

  /** Of one provider. */
  private record Figures(
      double rate, double floor, double ratio, long requests, long idleRequests, double idle) {}

  @Test
  void figures() throws Exception {
    List<String> providers =
        WANTED.isBlank() ? Crowds.ALL : List.of(WANTED.strip().split("[ ,]+", -1));
    System.out.printf(
        """
        load %.1f, %d processors
        First sync of %d records through PostgreSQL and Kafka of a stack (nobody reads Kafka),
        median of %d; floor: the same requests by a bare client; ratio: time to time of the floor.
        Heap: MB after a full collection before, at each tenth of, and after %d records.
        """,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.getRuntime().availableProcessors(),
        RECORDS,
        ROUNDS,
        VAST);
    System.out.printf(
        HEAD, "provider", "records/s", "floor/s", "ratio", "requests", "idle", "idle ms", "heap");
    try (Product product = new Product(STACK)) {
      for (String provider : providers) {
        Figures found = measured(product, provider);
        System.out.printf(
            ROW,
            provider,
            found.rate(),
            found.floor(),
            found.ratio(),
            found.requests(),
            found.idleRequests(),
            found.idle() * 1e3,
            Crowds.VAST.contains(provider) ? heap(product, provider) : "-");
      }
    }
  }

  private static Figures measured(Product product, String provider) {
    List<Double> syncs = new ArrayList<>();
    List<Double> floors = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    try (Crowd crowd = Crowds.open(provider, RECORDS, STACK)) {
      crowd.rehearse();
      // Not measured: the code gets warm, and the fake finds its answers.
      UUID connection = synced(product, provider, crowd);
      crowd.askAgain().run();
      long requests = 0;
      for (int round = 0; round < ROUNDS; round++) {
        UUID next = product.connect(provider, crowd);
        crowd.listen();
        double sync = seconds(() -> product.sync(next, RECORDS));
        requests = crowd.asked();
        double floor = seconds(crowd.askAgain());
        syncs.add(sync);
        floors.add(floor);
        ratios.add(sync / floor);
        connection = next;
      }
      UUID idle = connection;
      crowd.listen();
      double seconds = seconds(() -> product.sync(idle, 0));
      return new Figures(
          RECORDS / median(syncs),
          RECORDS / median(floors),
          median(ratios),
          requests,
          crowd.asked(),
          seconds);
    }
  }

  private static UUID synced(Product product, String provider, Crowd crowd) {
    UUID connection = product.connect(provider, crowd);
    crowd.listen();
    product.sync(connection, RECORDS);
    return connection;
  }

  private static Heap heap(Product product, String provider)
      throws InterruptedException, ExecutionException {
    try (Crowd crowd = Crowds.open(provider, VAST, STACK)) {
      crowd.takeNoNotes();
      return Heap.over(product, product.connect(provider, crowd), VAST);
    }
  }

  private static double seconds(Runnable work) {
    System.gc();
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
