package io.hypnos.benchmarks.mnemoverse;

import io.hypnos.benchmarks.retrieval.SyntheticMemories;
import io.hypnos.benchmarks.timing.Times;
import io.hypnos.engine.Engine;
import io.hypnos.engine.embedding.Priority;
import io.hypnos.engine.feedback.Outcome;
import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.filter.MetadataCondition;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Role;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The calls of the dialect over HTTP beside the same calls of the engine in this process. The two
 * take turns, so that what else the machine does hits both.
 */
public final class MnemoverseFigures {
  // A server runs for long; its first hundreds of calls are the compiler's, not the product's.
  private static final int WARM_UP = 600;
  private static final int ROUNDS = 100;
  private static final int BATCH_ROUNDS = 8;
  private static final int BATCH = 100;
  private static final int LARGEST_BATCH = 500;
  private static final int RATED = 3;
  private static final double FLOOR = 0.3;

  private final Engine engine;
  private final Caller caller;
  private final Door door;
  private final SyntheticMemories memories;
  private final Random random = new Random(11);
  private int number;

  private MnemoverseFigures(Engine engine, Caller caller, Door door, SyntheticMemories memories) {
    this.engine = engine;
    this.caller = caller;
    this.door = door;
    this.memories = memories;
  }

  /**
   * @param arguments sizes; 10,000 and 100,000 if none
   */
  public static void main(String[] arguments) {
    int[] sizes =
        arguments.length == 0
            ? new int[] {10_000, 100_000}
            : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
    HypnosSettings settings = Settings.load(System.getenv(), Path.of("").toAbsolutePath());
    try (Engine engine = Engine.open(settings, Clock.systemUTC())) {
      engine.index().ensure();
      SyntheticMemories memories = new SyntheticMemories(engine);
      for (int size : sizes) {
        Caller caller = memories.fill(size);
        String key =
            engine
                .keys()
                .issue(
                    caller.actor(), caller.tenantId(), "bench", Role.USER, false, Optional.empty())
                .secret()
                .reveal();
        System.out.printf("%,d memories%n", size);
        new MnemoverseFigures(engine, caller, new Door(settings.api().port(), key), memories)
            .measure();
      }
    }
  }

  private void measure() {
    compare("write", ROUNDS, this::writeByEngine, this::writeByDoor);
    compare(
        "write-batch(100)",
        BATCH_ROUNDS,
        () -> writeAllByEngine(texts(BATCH)),
        () -> writeAllByDoor(texts(BATCH)));
    compare("read", ROUNDS, () -> search(MemoryFilter.NONE), this::readByDoor);
    compare("query", ROUNDS, () -> search(filter()), this::queryByDoor);
    compare("feedback", ROUNDS, this::rateByEngine, this::rateByDoor);
    emptyCall();
    stats();
    export();
    largestBatch();
  }

  /** What HTTP itself and this client take of every call above. */
  private void emptyCall() {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < WARM_UP + ROUNDS; i++) {
      double one = Times.of(() -> door.get("../health"));
      if (i >= WARM_UP) {
        millis.add(one);
      }
    }
    System.out.printf(
        "  a call that does nothing (health): p50 %.1f ms%n", new Times(millis).p50());
  }

  private void writeByEngine() {
    engine.writer().write(caller, NewMemory.text("bench", text(), "api"), WritePolicy.GATED);
  }

  private void writeByDoor() {
    door.post("write", Map.of("content", text(), "domain", "bench"));
  }

  private void writeAllByEngine(List<String> texts) {
    engine
        .writer()
        .writeAll(
            caller,
            texts.stream().map(text -> NewMemory.text("bench", text, "api")).toList(),
            WritePolicy.GATED);
  }

  private void writeAllByDoor(List<String> texts) {
    door.post(
        "write-batch",
        Map.of(
            "items",
            texts.stream().map(text -> Map.of("content", text, "domain", "bench")).toList()));
  }

  private void search(MemoryFilter filter) {
    SearchRequest request =
        new SearchRequest(SyntheticMemories.sentence(random), Optional.empty(), 10, FLOOR);
    engine.search().search(caller, request.withFilter(filter));
  }

  private static MemoryFilter filter() {
    return MemoryFilter.NONE.withConditions(
        List.of(
            new MetadataCondition(
                List.of("team"), MetadataCondition.Operator.IN, List.of("infra", "web"))));
  }

  private void readByDoor() {
    door.post("read", Map.of("query", SyntheticMemories.sentence(random)));
  }

  private void queryByDoor() {
    door.post(
        "query",
        Map.of(
            "query",
            SyntheticMemories.sentence(random),
            "metadata_filter",
            List.of(Map.of("key", "team", "op", "in", "value", List.of("infra", "web")))));
  }

  private void rateByEngine() {
    engine
        .knowledge()
        .feedback()
        .learn(caller, Viewer.of(caller), new Outcome(some(), 1, List.of(), List.of("bench")));
  }

  private void rateByDoor() {
    door.post(
        "feedback", Map.of("atom_ids", some(), "outcome", 1, "query_concepts", List.of("bench")));
  }

  private List<UUID> some() {
    List<UUID> ids = memories.ids();
    return IntStream.range(0, RATED).mapToObj(i -> ids.get(random.nextInt(ids.size()))).toList();
  }

  private void stats() {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < BATCH_ROUNDS; i++) {
      millis.add(Times.of(() -> door.get("stats")));
    }
    System.out.printf("  stats: p50 %.1f ms%n", new Times(millis).p50());
  }

  private void export() {
    long start = System.nanoTime();
    long lines = door.lines("export");
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "  export: %,d lines in %.1f s, %,.0f a second%n", lines, seconds, lines / seconds);
  }

  private void largestBatch() {
    List<Double> bare = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    for (int i = 0; i < BATCH_ROUNDS / 2; i++) {
      List<String> texts = texts(LARGEST_BATCH);
      bare.add(Times.of(() -> engine.embedding().embedAll(texts, Priority.BULK)));
      List<String> others = texts(LARGEST_BATCH);
      whole.add(Times.of(() -> writeAllByDoor(others)));
    }
    System.out.printf(
        "  write-batch(500): p50 %.0f ms; bare embedding %.0f ms; ratio %.2f%n",
        new Times(whole).p50(),
        new Times(bare).p50(),
        new Times(whole).p50() / new Times(bare).p50());
  }

  private static void compare(String name, int rounds, Runnable byEngine, Runnable byDoor) {
    List<Double> engine = new ArrayList<>();
    List<Double> door = new ArrayList<>();
    int warmUp = rounds == BATCH_ROUNDS ? BATCH_ROUNDS / 2 : WARM_UP;
    for (int i = 0; i < warmUp + rounds; i++) {
      double ofEngine = Times.of(byEngine);
      double ofDoor = Times.of(byDoor);
      if (i >= warmUp) {
        engine.add(ofEngine);
        door.add(ofDoor);
      }
    }
    System.out.printf(
        "  %s: p50 %.1f p95 %.1f ms; engine p50 %.1f p95 %.1f ms; the dialect adds %.1f ms%n",
        name,
        new Times(door).p50(),
        new Times(door).p95(),
        new Times(engine).p50(),
        new Times(engine).p95(),
        new Times(door).p50() - new Times(engine).p50());
  }

  private List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> text()).toList();
  }

  private String text() {
    number++;
    return "Order %d of customer %d leaves warehouse %d on cart %d"
        .formatted(number, number * 31 % 977, number % 13, number * 7 % 101);
  }
}
