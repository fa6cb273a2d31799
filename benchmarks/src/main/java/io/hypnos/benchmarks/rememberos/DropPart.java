package io.hypnos.benchmarks.rememberos;

import io.hypnos.benchmarks.embedding.BareModel;
import io.hypnos.benchmarks.folder.MixedFile;
import io.hypnos.benchmarks.folder.MixedFolder;
import io.hypnos.benchmarks.timing.Times;
import io.hypnos.engine.Engine;
import io.hypnos.engine.embedding.Priority;
import io.hypnos.settings.HypnosSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * A folder of mixed files through the drop, in as few requests as the server takes, from the first
 * byte sent until the last batch says that it is complete. Reading the same files here would need
 * the same readers, so the floor is what costs most whoever does it: embedding each text that came
 * out, once, on as many threads as the job's model has.
 */
final class DropPart {
  private static final String COLLECTION = "folder";
  private static final String WARM_COLLECTION = "warm";
  private static final int WARM_FILES = 60;
  private static final int PAGE = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Engine engine;
  private final HypnosSettings settings;
  private final Door door;

  DropPart(Engine engine, HypnosSettings settings, Door door) {
    this.engine = engine;
    this.settings = settings;
    this.door = door;
  }

  /**
   * @param accepted seconds until the last request was answered
   * @param complete seconds until all files were stored
   */
  private record Dropped(double accepted, double complete, int memories) {}

  void measure(int count) throws Exception {
    // A server runs for long: its first files load the readers and are the compiler's.
    drop(WARM_COLLECTION, MixedFolder.of(Math.min(count, WARM_FILES), 1));
    List<MixedFile> files = MixedFolder.of(count, 2);
    Dropped dropped = drop(COLLECTION, files);
    List<String> texts = texts();
    if (texts.size() != dropped.memories()) {
      throw new IllegalStateException(
          "%d memories were reported, %d are there".formatted(dropped.memories(), texts.size()));
    }
    double floor = bareSeconds(texts);
    double pieces = Times.of(() -> engine.embedding().embedPieces(texts, Priority.BULK)) / 1000;
    int pages = files.stream().mapToInt(MixedFile::pages).sum();
    long bytes = files.stream().mapToLong(file -> file.bytes().length).sum();
    System.out.printf(
        "%,d mixed files, %,d pages, %,d KB: all stored, %,d memories%n",
        count, pages, bytes / 1000, texts.size());
    System.out.printf("  %-44s  %9s  %8s  %8s%n", "drop", "seconds", "files/s", "pages/s");
    print("handed over", dropped.accepted(), count, pages);
    print("complete", dropped.complete(), count, pages);
    print("floor: each memory's text embedded once", floor, count, pages);
    print("the same in pieces, as the product keeps it", pieces, count, pages);
    System.out.printf("  complete / floor %.2f%n", dropped.complete() / floor);
  }

  private Dropped drop(String collection, List<MixedFile> files) throws InterruptedException {
    int most = settings.api().maxFiles();
    List<String> batches = new ArrayList<>();
    long start = System.nanoTime();
    for (int from = 0; from < files.size(); from += most) {
      batches.add(door.drop(collection, files.subList(from, Math.min(files.size(), from + most))));
    }
    double accepted = secondsSince(start);
    List<JsonNode> ended = new ArrayList<>();
    for (String batch : batches) {
      ended.add(await(batch));
    }
    double complete = secondsSince(start);
    Map<String, Integer> stored = new HashMap<>();
    ended.forEach(batch -> batch.path("items").forEach(item -> count(item, stored)));
    files.forEach(file -> requireRead(file, stored.getOrDefault(file.name(), 0)));
    return new Dropped(
        accepted, complete, stored.values().stream().mapToInt(Integer::intValue).sum());
  }

  private JsonNode await(String batch) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode progress = door.get("ingest/batch/" + batch);
      if (progress.path("complete").asBoolean()) {
        return progress;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException("not all files are stored in " + PATIENCE);
  }

  private static void count(JsonNode item, Map<String, Integer> stored) {
    if (!item.path("state").asString().equals("stored")) {
      throw new IllegalStateException("a file was not stored: " + item);
    }
    stored.put(item.path("filename").asString(), item.path("memories").asInt());
  }

  /** A page is more than one chunk, so a file with fewer was kept by its name or only in part. */
  private static void requireRead(MixedFile file, int memories) {
    if (memories <= file.pages()) {
      throw new IllegalStateException(
          "%s has %d pages and became %d memories".formatted(file.name(), file.pages(), memories));
    }
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    JsonNode page;
    do {
      page =
          door.get(
              "collections/%s/memories?limit=%d&offset=%d"
                  .formatted(COLLECTION, PAGE, texts.size()));
      page.forEach(memory -> texts.add(memory.path("text").asString()));
    } while (!page.isEmpty());
    return texts;
  }

  private double bareSeconds(List<String> texts) throws Exception {
    try (BareModel model = new BareModel(settings.embedding().maxTokens())) {
      int threads = settings.embedding().threads();
      model.embedAll(texts.subList(0, Math.min(texts.size(), PAGE)), threads);
      long start = System.nanoTime();
      model.embedAll(texts, threads);
      return secondsSince(start);
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void print(String name, double seconds, int files, int pages) {
    System.out.printf(
        "  %-44s  %9.1f  %8.1f  %8.1f%n", name, seconds, files / seconds, pages / seconds);
  }
}
