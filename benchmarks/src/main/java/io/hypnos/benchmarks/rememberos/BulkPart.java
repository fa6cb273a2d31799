package io.hypnos.benchmarks.rememberos;

import io.hypnos.benchmarks.retrieval.SyntheticMemories;
import io.hypnos.benchmarks.timing.Times;
import io.hypnos.engine.Engine;
import io.hypnos.engine.embedding.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Bulk writes of the most items that one takes, beside the bare embedding of the same texts in this
 * process. The two take turns.
 */
final class BulkPart {
  private static final int ITEMS = 100;
  private static final int WARM_UP = 6;
  private static final int TURNS = 20;

  private final Engine engine;
  private final Door door;
  private int number;

  BulkPart(Engine engine, Door door) {
    this.engine = engine;
    this.door = door;
  }

  void measure() {
    List<Double> bare = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    for (int turn = -WARM_UP; turn < TURNS; turn++) {
      List<String> texts = texts();
      double floor = Times.of(() -> engine.embedding().embedAll(texts, Priority.BULK));
      double dialect = Times.of(() -> door.writeAll(SyntheticMemories.SPACE, texts));
      if (turn >= 0) {
        bare.add(floor);
        whole.add(dialect);
      }
    }
    System.out.printf("  %-30s  %12s  %12s  %12s%n", "bulk", "p50 ms", "p95 ms", "texts/s");
    print("100 items", new Times(whole));
    print("embedding the same texts alone", new Times(bare));
    System.out.printf(
        "  share of the bare rate %.0f %%%n", 100 * new Times(bare).sum() / new Times(whole).sum());
  }

  private static void print(String name, Times times) {
    System.out.printf(
        "  %-30s  %12.0f  %12.0f  %12.0f%n",
        name, times.p50(), times.p95(), ITEMS * TURNS * 1000.0 / times.sum());
  }

  private List<String> texts() {
    return IntStream.range(0, ITEMS).mapToObj(i -> text()).toList();
  }

  private String text() {
    number++;
    return "Order %d of customer %d leaves warehouse %d on cart %d"
        .formatted(number, number * 31 % 977, number % 13, number * 7 % 101);
  }
}
