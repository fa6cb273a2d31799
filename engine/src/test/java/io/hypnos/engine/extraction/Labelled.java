package io.hypnos.engine.extraction;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Hand-labelled sentences from the test resources, and how to count what was found of them. */
final class Labelled {
  static final Instant NOW = Instant.parse("2026-05-06T10:00:00Z");

  private int right;
  private int found;
  private int wanted;
  private final List<String> misses = new ArrayList<>();

  /** The lines of a file, cut at tabs. */
  static List<String[]> lines(String file) {
    try (InputStream stream = Labelled.class.getResourceAsStream("/extraction/" + file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  static List<String> parts(String labels) {
    return labels.equals("none")
        ? List.of()
        : Arrays.stream(labels.split(";")).map(String::strip).toList();
  }

  static List<Fact> facts(String text) {
    return new FactExtractor().extract(SourceText.ofUser(new UUID(0, 0), text, NOW));
  }

  static Fact fact(String text) {
    return facts(text).get(0);
  }

  void count(String sentence, List<String> got, List<String> want) {
    List<String> extra = new ArrayList<>(got);
    want.forEach(extra::remove);
    List<String> missing = new ArrayList<>(want);
    got.forEach(missing::remove);
    right += got.size() - extra.size();
    found += got.size();
    wanted += want.size();
    if (!extra.isEmpty() || !missing.isEmpty()) {
      misses.add("%s extra %s missing %s".formatted(sentence, extra, missing));
    }
  }

  double precision() {
    return found == 0 ? 1 : (double) right / found;
  }

  double recall() {
    return wanted == 0 ? 1 : (double) right / wanted;
  }

  /** Prints the figures, which are part of what a run of the tests is for. */
  Labelled report(String name, int sentences) {
    System.out.printf(
        "%s: %d sentences, %d labels, precision %.3f, recall %.3f%n",
        name, sentences, wanted, precision(), recall());
    misses.forEach(miss -> System.out.println("  " + miss));
    return this;
  }
}
