package io.hypnos.benchmarks.retrieval;

import io.hypnos.engine.Engine;
import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Traits;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Memories in any number, the same at every run: sentences of words as frequent as in a language,
 * and vectors around the vectors of real sentences, so that neither has to be embedded one by one.
 */
public final class SyntheticMemories {
  /** Where they all lie. */
  public static final String SPACE = "space";

  private static final int PAGE = 500;
  private static final int VOCABULARY = 20_000;
  private static final int TOPICS = 300;
  private static final double SPREAD = 0.9;
  private static final long PAUSE = 200_000_000;

  private final Engine engine;
  private final List<float[]> topics = new ArrayList<>();
  private final List<float[]> vectors = new ArrayList<>();
  private final List<UUID> ids = new ArrayList<>();

  public SyntheticMemories(Engine engine) {
    this.engine = engine;
    Random random = new Random(7);
    for (int i = 0; i < TOPICS; i++) {
      topics.add(engine.embedding().embed(sentence(random)));
    }
  }

  /** A tenant with so many memories. */
  public Caller fill(int count) {
    Tenant tenant = engine.tenants().create("figures-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    Caller caller = new Caller(tenant.id(), Optional.empty(), tenant.plan(), "figures");
    vectors.clear();
    ids.clear();
    Random random = new Random(count);
    List<EmbeddedMemory> page = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      UUID id = UUID.nameUUIDFromBytes((tenant.id() + "/" + i).getBytes(StandardCharsets.UTF_8));
      float[] vector = near(topics.get(random.nextInt(TOPICS)), random);
      page.add(
          new EmbeddedMemory(
              NewMemory.builder(SPACE, sentence(random) + " " + i, "bulk")
                  .id(id)
                  .traits(Traits.PLAIN.withCategory(Optional.of(share(i))))
                  .build(),
              Vectors.of(engine.embedding().modelId(), vector)));
      vectors.add(vector);
      ids.add(id);
      if (page.size() == PAGE || i == count - 1) {
        engine.writer().storeAll(caller, page);
        page.clear();
      }
    }
    awaitIndex();
    return caller;
  }

  /** On a busy machine the index can be late; then the relay does the rest. */
  private void awaitIndex() {
    while (engine.relay().open() > 0) {
      if (engine.relay().runOnce() == 0) {
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  /** The category of every 1,000th, 100th and 10th memory. */
  static String share(int position) {
    if (position % 1_000 == 0) {
      return "0.1 %";
    } else if (position % 100 == 1) {
      return "1 %";
    }
    return position % 10 == 2 ? "10 %" : "rest";
  }

  List<float[]> vectors() {
    return vectors;
  }

  public List<UUID> ids() {
    return ids;
  }

  public static String sentence(Random random) {
    StringBuilder sentence = new StringBuilder();
    int words = 8 + random.nextInt(18);
    for (int i = 0; i < words; i++) {
      // Zipf's law: a word's frequency falls with its rank.
      int rank = (int) Math.pow(VOCABULARY, random.nextDouble());
      sentence.append(word(rank)).append(' ');
    }
    return sentence.toString().strip();
  }

  private static String word(int rank) {
    StringBuilder word = new StringBuilder();
    for (int rest = rank + 30; rest > 0; rest /= 20) {
      word.append("bdfgklmnprstvwzchjqx".charAt(rest % 20)).append("aeiou".charAt(rest % 5));
    }
    return word.toString();
  }

  static float[] near(float[] topic, Random random) {
    double[] moved = new double[topic.length];
    double square = 0;
    for (int i = 0; i < topic.length; i++) {
      moved[i] = topic[i] + SPREAD * random.nextGaussian() / Math.sqrt(topic.length);
      square += moved[i] * moved[i];
    }
    float[] vector = new float[topic.length];
    for (int i = 0; i < topic.length; i++) {
      vector[i] = (float) (moved[i] / Math.sqrt(square));
    }
    return vector;
  }
}
