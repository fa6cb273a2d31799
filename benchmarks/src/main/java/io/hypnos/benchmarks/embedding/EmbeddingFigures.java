package io.hypnos.benchmarks.embedding;

import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.embedding.EmbeddingModels;
import io.hypnos.engine.embedding.Priority;
import io.hypnos.settings.EmbeddingSettings;
import io.hypnos.settings.Settings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The rate of the built-in model through the engine's queue beside a bare loop over the same texts,
 * and what a question waits while a bulk of 500 texts runs. Floor and product take turns, so that
 * what else the machine does hits both.
 */
public final class EmbeddingFigures {
  private static final int ROUNDS = 7;
  private static final int BULK = 500;
  private static final int CHUNKS = 60;
  private static final int QUESTIONS = 60;
  private static final long SEED = 42;

  private final Random random = new Random(SEED);
  private final EmbeddingSettings settings;
  private final EmbeddingModel model;
  private final BareModel bare;
  private int question;

  private EmbeddingFigures(EmbeddingSettings settings, EmbeddingModel model, BareModel bare) {
    this.settings = settings;
    this.model = model;
    this.bare = bare;
  }

  public static void main(String[] arguments) throws Exception {
    EmbeddingSettings settings = Settings.load(System.getenv(), Path.of(".")).embedding();
    try (EmbeddingModel model = EmbeddingModels.open(settings, Clock.systemUTC());
        BareModel bare = new BareModel(settings.maxTokens())) {
      new EmbeddingFigures(settings, model, bare).run();
    }
  }

  private void run() throws Exception {
    System.out.printf(
        "processors %d, threads of the model %d, load %.1f, seed %d%n",
        Runtime.getRuntime().availableProcessors(),
        settings.threads(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        SEED);
    rate("short texts of 15 words", texts(BULK, 15));
    rate("chunks of 150 words", texts(CHUNKS, 150));
    double idle = latency("nothing else", List.of());
    latency("a bulk of 500 short texts", texts(BULK, 15), idle);
    latency("a bulk of 500 chunks", texts(BULK, 150), idle);
    System.out.printf(
        "load at the end %.1f%n",
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private void rate(String what, List<String> texts) throws InterruptedException {
    double[] floor = new double[ROUNDS];
    double[] product = new double[ROUNDS];
    double[] ratio = new double[ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      long start = System.nanoTime();
      bare.embedAll(texts, settings.threads());
      long middle = System.nanoTime();
      model.embedAll(texts, Priority.BULK);
      long end = System.nanoTime();
      if (round >= 0) {
        floor[round] = texts.size() * 1e9 / (middle - start);
        product[round] = texts.size() * 1e9 / (end - middle);
        ratio[round] = product[round] / floor[round];
      }
    }
    System.out.printf(
        "%s: bare %.1f texts/s, through the engine %.1f texts/s, ratio %.2f (median of %d)%n",
        what, quantile(floor, 0.5), quantile(product, 0.5), quantile(ratio, 0.5), ROUNDS);
  }

  private double latency(String beside, List<String> bulk) throws InterruptedException {
    return latency(beside, bulk, 0);
  }

  private double latency(String beside, List<String> bulk, double idle)
      throws InterruptedException {
    Thread writer = new Thread(() -> writeUntilInterrupted(bulk));
    writer.setUncaughtExceptionHandler((thread, interrupted) -> {});
    writer.start();
    double[] millis = new double[QUESTIONS];
    for (int i = -10; i < QUESTIONS; i++) {
      long start = System.nanoTime();
      model.embedQuery("What did Anna say about plan number " + question++ + "?");
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    writer.interrupt();
    writer.join();
    double p95 = quantile(millis, 0.95);
    System.out.printf(
        "a question beside %s: p50 %.1f ms, p95 %.1f ms%s%n",
        beside,
        quantile(millis, 0.5),
        p95,
        idle > 0 ? ", p95 %.2f times idle".formatted(p95 / idle) : "");
    return p95;
  }

  private void writeUntilInterrupted(List<String> bulk) {
    while (!bulk.isEmpty() && !Thread.currentThread().isInterrupted()) {
      model.embedAll(bulk, Priority.BULK);
    }
  }

  private List<String> texts(int count, int words) {
    String[] known = {
      "Anna",
      "moved",
      "to",
      "the",
      "office",
      "in",
      "Lisbon",
      "because",
      "project",
      "needs",
      "a",
      "deployment",
      "on",
      "Friday",
      "and",
      "prefers",
      "short",
      "answers",
      "about",
      "invoices"
    };
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder("Note " + i);
      for (int word = 0; word < words; word++) {
        text.append(' ').append(known[random.nextInt(known.length)]);
      }
      texts.add(text.append('.').toString());
    }
    return texts;
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }
}
