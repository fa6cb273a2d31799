package io.hypnos.benchmarks.rememberos;

import io.hypnos.benchmarks.rememberos.Door.Found;
import io.hypnos.benchmarks.retrieval.RawSearch;
import io.hypnos.benchmarks.retrieval.SyntheticMemories;
import io.hypnos.benchmarks.timing.Times;
import io.hypnos.engine.Engine;
import io.hypnos.engine.search.SearchOptions;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.tenancy.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Searches of one collection over HTTP, beside the same searches of the engine in this process and
 * beside the floor: embedding the question and sending both arms raw. The three take turns, so that
 * what else the machine does hits all of them. Then one question again and again.
 */
final class SearchPart {
  // A server runs for long; its first hundreds of calls are the compiler's, not the product's.
  private static final int WARM_UP = 600;
  private static final int TURNS = 20;
  private static final int EACH = 10;
  private static final int[] CLIENTS = {1, 8};
  // What the dialect takes when a request does not say.
  private static final int LIMIT = 5;
  private static final double LEAST_SCORE = 0.3;

  private final Engine engine;
  private final RawSearch raw;
  private final Caller caller;
  private final Door door;
  private final Random random = new Random(23);

  SearchPart(Engine engine, RawSearch raw, Caller caller, Door door) {
    this.engine = engine;
    this.raw = raw;
    this.caller = caller;
    this.door = door;
  }

  void measure() {
    System.out.printf(
        "  %-7s  %-8s  %15s  %15s  %15s  %15s  %s%n",
        "clients",
        "question",
        "dialect",
        "server says",
        "engine",
        "floor",
        "dialect / floor (p50)");
    System.out.printf(
        "  %-7s  %-8s  %15s  %15s  %15s  %15s%n",
        "", "", "p50 / p95 ms", "p50 / p95 ms", "p50 / p95 ms", "p50 / p95 ms");
    for (int count : CLIENTS) {
      try (Clients clients = new Clients(count)) {
        measureNew(clients, count);
        measureAgain(clients, count);
      }
    }
  }

  private void measureNew(Clients clients, int count) {
    clients.ask(WARM_UP / count, this::question, this::floor);
    clients.ask(WARM_UP / count, this::question, this::engine);
    clients.ask(WARM_UP / count, this::question, this::dialect);
    List<Double> floor = new ArrayList<>();
    List<Double> ofEngine = new ArrayList<>();
    List<Found> dialect = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      floor.addAll(clients.ask(EACH, this::question, this::floor));
      ofEngine.addAll(clients.ask(EACH, this::question, this::engine));
      dialect.addAll(clients.ask(EACH, this::question, this::dialect));
    }
    Times whole = new Times(dialect.stream().map(Found::millis).toList());
    Times least = new Times(floor);
    System.out.printf(
        "  %-7d  %-8s  %15s  %15s  %15s  %15s  %.2f%n",
        count,
        "new",
        both(whole),
        both(new Times(dialect.stream().map(Found::serverMillis).toList())),
        both(new Times(ofEngine)),
        both(least),
        whole.p50() / least.p50());
  }

  private void measureAgain(Clients clients, int count) {
    String question = question();
    clients.ask(WARM_UP / count, () -> question, this::dialect);
    List<Found> found = clients.ask(TURNS * EACH, () -> question, this::dialect);
    long cached = found.stream().filter(Found::cached).count();
    if (cached != found.size()) {
      throw new IllegalStateException(
          "only %d of %d repeats were cached".formatted(cached, found.size()));
    }
    System.out.printf(
        "  %-7d  %-8s  %15s  %15s%n",
        count,
        "again",
        both(new Times(found.stream().map(Found::millis).toList())),
        both(new Times(found.stream().map(Found::serverMillis).toList())));
  }

  private String question() {
    return SyntheticMemories.sentence(random);
  }

  private double floor(String question) {
    return Times.of(
        () -> raw.search(caller.tenantId(), question, engine.embedding().embedQuery(question)));
  }

  private double engine(String question) {
    SearchRequest request =
        new SearchRequest(
                question, Optional.of(List.of(SyntheticMemories.SPACE)), LIMIT, LEAST_SCORE)
            .withOptions(
                SearchOptions.USUAL
                    .withFusion(SearchOptions.Fusion.RECIPROCAL_RANK)
                    .withAssociations(false));
    return Times.of(() -> engine.search().search(caller, request));
  }

  private Found dialect(String question) {
    return door.search(SyntheticMemories.SPACE, question);
  }

  private static String both(Times times) {
    return "%.1f / %.1f".formatted(times.p50(), times.p95());
  }
}
