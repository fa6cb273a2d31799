package io.hypnos.benchmarks.writing;

import io.hypnos.benchmarks.timing.Times;
import io.hypnos.engine.Engine;
import io.hypnos.engine.embedding.Priority;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One short memory and 500 at once, gated and not, beside their floors: an embedding, a commit and
 * an index call for one; the bare embedding of the same texts for 500. Floor and product take
 * turns.
 */
public final class WriteFigures {
  private static final int SINGLE = 150;
  // A server runs for long; its first hundreds of calls are the compiler's, not the product's.
  private static final int WARM_UP = 1000;
  private static final int BATCHES = 4;
  private static final int BATCH = 500;

  private final Engine engine;
  private final BareWrite bare;
  private final Caller caller;
  private int number;

  private WriteFigures(Engine engine, HypnosSettings settings) {
    this.engine = engine;
    this.bare = new BareWrite(engine, settings.search());
    Tenant tenant = engine.tenants().create("bench-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    this.caller = new Caller(tenant.id(), Optional.empty(), tenant.plan(), "bench");
  }

  public static void main(String[] arguments) {
    HypnosSettings settings = Settings.load(System.getenv(), Path.of("").toAbsolutePath());
    try (Engine engine = Engine.open(settings, Clock.systemUTC())) {
      engine.index().ensure();
      WriteFigures figures = new WriteFigures(engine, settings);
      figures.one(WritePolicy.KEEP_ALL, "one memory, kept");
      figures.one(WritePolicy.GATED, "one memory, gated");
      figures.many(WritePolicy.KEEP_ALL, "500 memories, kept");
      figures.many(WritePolicy.GATED, "500 memories, gated");
    }
  }

  private void one(WritePolicy policy, String name) {
    List<Double> floors = new ArrayList<>();
    List<Double> products = new ArrayList<>();
    for (int i = 0; i < WARM_UP + SINGLE; i++) {
      String floorText = text();
      double floor = Times.of(() -> bare.write(caller, floorText));
      NewMemory memory = NewMemory.text("bench", text(), "api");
      double product = Times.of(() -> engine.writer().write(caller, memory, policy));
      if (i >= WARM_UP) {
        floors.add(floor);
        products.add(product);
      }
    }
    print(name, products, floors, "embedding + commit + index call");
  }

  private void many(WritePolicy policy, String name) {
    List<Double> floors = new ArrayList<>();
    List<Double> products = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      List<String> texts = new ArrayList<>();
      List<NewMemory> memories = new ArrayList<>();
      for (int j = 0; j < BATCH; j++) {
        texts.add(text());
        memories.add(NewMemory.text("bench", text(), "api"));
      }
      floors.add(Times.of(() -> engine.embedding().embedAll(texts, Priority.BULK)));
      products.add(Times.of(() -> engine.writer().writeAll(caller, memories, policy)));
    }
    print(name, products, floors, "embedding alone");
  }

  private String text() {
    number++;
    return "Order %d of customer %d leaves warehouse %d on cart %d"
        .formatted(number, number * 31 % 977, number % 13, number * 7 % 101);
  }

  private static void print(
      String name, List<Double> products, List<Double> floors, String floorName) {
    System.out.printf(
        "%s: p50 %.1f p95 %.1f ms; floor (%s) p50 %.1f p95 %.1f ms; ratio of p50 %.2f%n",
        name,
        new Times(products).p50(),
        new Times(products).p95(),
        floorName,
        new Times(floors).p50(),
        new Times(floors).p95(),
        new Times(products).p50() / new Times(floors).p50());
  }
}
