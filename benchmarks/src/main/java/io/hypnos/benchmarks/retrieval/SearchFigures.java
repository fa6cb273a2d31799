package io.hypnos.benchmarks.retrieval;

import io.hypnos.benchmarks.timing.Times;
import io.hypnos.engine.Engine;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long a search takes beside its floor, embedding the query and sending both arms raw. Floor
 * and product take turns, so that what else the machine does hits both.
 */
public final class SearchFigures {
  private static final int ROUNDS = 60;
  private static final int WARM_UP = 200;
  private static final int[] CLIENTS = {1, 8};

  private final Engine engine;
  private final RawSearch raw;

  private SearchFigures(Engine engine, HypnosSettings settings) {
    this.engine = engine;
    this.raw = new RawSearch(settings.search());
  }

  /**
   * @param arguments sizes; 10,000 and 100,000 if none
   */
  public static void main(String[] arguments) throws Exception {
    int[] sizes =
        arguments.length == 0
            ? new int[] {10_000, 100_000}
            : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
    HypnosSettings settings = Settings.load(System.getenv(), Path.of("").toAbsolutePath());
    try (Engine engine = Engine.open(settings, Clock.systemUTC())) {
      engine.index().ensure();
      SyntheticMemories memories = new SyntheticMemories(engine);
      SearchFigures figures = new SearchFigures(engine, settings);
      for (int size : sizes) {
        long start = System.nanoTime();
        Caller caller = memories.fill(size);
        System.out.printf(
            "%,d memories written in %.0f s%n", size, (System.nanoTime() - start) / 1e9);
        figures.measure(caller, size);
        new KnnRecall(engine, memories).print(caller);
      }
    }
  }

  private void measure(Caller caller, int size) throws Exception {
    Random random = new Random(size);
    for (int i = 0; i < WARM_UP; i++) {
      floor(caller, SyntheticMemories.sentence(random));
      product(caller, SyntheticMemories.sentence(random));
    }
    for (int clients : CLIENTS) {
      List<Double> floors = new ArrayList<>();
      List<Double> products = new ArrayList<>();
      for (int round = 0; round < ROUNDS / clients + 1; round++) {
        List<String> queries = queries(random, clients);
        floors.addAll(together(queries, query -> floor(caller, query)));
        List<String> others = queries(random, clients);
        products.addAll(together(others, query -> product(caller, query)));
      }
      System.out.printf(
          "%,d memories, %d clients: search p50 %.1f p95 %.1f ms, floor p50 %.1f p95 %.1f ms, ratio"
              + " of p50 %.2f%n",
          size,
          clients,
          new Times(products).p50(),
          new Times(products).p95(),
          new Times(floors).p50(),
          new Times(floors).p95(),
          new Times(products).p50() / new Times(floors).p50());
    }
    String again = SyntheticMemories.sentence(random);
    product(caller, again);
    List<Double> repeats = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      repeats.add(product(caller, again));
    }
    System.out.printf(
        "%,d memories: repeated search p50 %.2f p95 %.2f ms%n",
        size, new Times(repeats).p50(), new Times(repeats).p95());
  }

  private double floor(Caller caller, String query) {
    long start = System.nanoTime();
    raw.search(caller.tenantId(), query, engine.embedding().embedQuery(query));
    return (System.nanoTime() - start) / 1e6;
  }

  private double product(Caller caller, String query) {
    long start = System.nanoTime();
    engine.search().search(caller, new SearchRequest(query, Optional.empty(), 10, 0));
    return (System.nanoTime() - start) / 1e6;
  }

  private interface Search {
    double millis(String query);
  }

  private static List<Double> together(List<String> queries, Search search) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(queries.size());
    try {
      List<Callable<Double>> calls =
          queries.stream().<Callable<Double>>map(query -> () -> search.millis(query)).toList();
      List<Double> millis = new ArrayList<>();
      for (Future<Double> call : clients.invokeAll(calls)) {
        millis.add(call.get());
      }
      return millis;
    } finally {
      clients.shutdown();
    }
  }

  private static List<String> queries(Random random, int count) {
    List<String> queries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      queries.add(SyntheticMemories.sentence(random));
    }
    return queries;
  }
}
