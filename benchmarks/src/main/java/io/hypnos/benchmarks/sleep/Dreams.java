package io.hypnos.benchmarks.sleep;

import io.hypnos.engine.Engine;
import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.NewMemory;
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
import java.util.function.IntFunction;

/**
 * Spaces to sleep on, the same at every run: three tenths of the memories are alike in groups of
 * about five, one in twenty is the exact copy of an earlier one, the rest are on their own.
 */
final class Dreams {
  static final String SPACE = "dreams";

  private static final int PAGE = 500;
  private static final double IN_GROUPS = 0.3;
  private static final double COPIES = 0.05;
  private static final int GROUP = 5;
  private static final double ALIKE = 0.9;
  private static final int WORDS = 12;
  private static final int VOCABULARY = 30_000;

  private final Engine engine;
  private final int dimensions;
  private final List<float[]> vectors = new ArrayList<>();

  Dreams(Engine engine) {
    this.engine = engine;
    this.dimensions = engine.embedding().dimensions();
  }

  /** A tenant with a space of so many memories. */
  Caller fill(int count) {
    return fill(count, number -> SPACE);
  }

  /** A tenant with so many memories, each in the space of its number. */
  Caller fill(int count, IntFunction<String> spaceOf) {
    Tenant tenant = engine.tenants().create("dreams-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    Caller caller = new Caller(tenant.id(), Optional.empty(), tenant.plan(), "figures");
    Random random = new Random(count);
    vectors.clear();
    List<EmbeddedMemory> page = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    float[] center = direction(random);
    int left = 0;
    for (int i = 0; i < count; i++) {
      double kind = random.nextDouble();
      String text = sentence(random);
      float[] vector;
      if (kind < COPIES && i > 0) {
        int earlier = random.nextInt(i);
        text = texts.get(earlier);
        vector = vectors.get(earlier);
      } else if (kind < COPIES + IN_GROUPS) {
        if (left == 0) {
          center = direction(random);
          left = GROUP;
        }
        left--;
        vector = near(center, random);
      } else {
        vector = direction(random);
      }
      texts.add(text);
      vectors.add(vector);
      UUID id = UUID.nameUUIDFromBytes((tenant.id() + "/" + i).getBytes(StandardCharsets.UTF_8));
      page.add(
          new EmbeddedMemory(
              NewMemory.builder(spaceOf.apply(i), text, "bulk").id(id).build(),
              Vectors.of(engine.embedding().modelId(), vector)));
      if (page.size() == PAGE || i == count - 1) {
        engine.writer().storeAll(caller, page);
        page.clear();
      }
    }
    return caller;
  }

  List<float[]> vectors() {
    return vectors;
  }

  private static String sentence(Random random) {
    StringBuilder sentence = new StringBuilder();
    for (int i = 0; i < WORDS; i++) {
      sentence.append(i == 0 ? "" : " ").append(word(random.nextInt(VOCABULARY)));
    }
    return sentence.append('.').toString();
  }

  private static String word(int number) {
    StringBuilder word = new StringBuilder();
    for (int rest = number + 700; rest > 0; rest /= 20) {
      word.append("bdfgklmnprstvwzchjqx".charAt(rest % 20)).append("aeiou".charAt(rest % 5));
    }
    return word.toString();
  }

  private float[] direction(Random random) {
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return unit(vector);
  }

  private float[] near(float[] center, Random random) {
    float[] away = direction(random);
    float[] vector = new float[dimensions];
    double sine = Math.sqrt(1 - ALIKE * ALIKE);
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (ALIKE * center[i] + sine * away[i]);
    }
    return unit(vector);
  }

  private static float[] unit(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += value * value;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
