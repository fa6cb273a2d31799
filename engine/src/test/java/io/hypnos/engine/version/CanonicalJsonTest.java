package io.hypnos.engine.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Hashes of commits rest on this text, so it may never change. */
final class CanonicalJsonTest {
  private static final String[] STRINGS = {
    "",
    "a/b",
    "\"quoted\" \\ back",
    "line\nbreak\ttab",
    "\u0000\u001f",
    "é ß 漢字 😀",
    "\ud800",
    "1.0"
  };

  @Test
  void writesValuesInOneWay() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("z", 1.0);
    value.put("a", 1200);
    value.put("B", List.of(true, 0.1f, 10L, Map.of("k", "a/b \"c\" é\n")));
    value.put("n", null);
    value.put("big", new java.math.BigDecimal("100.500"));
    value.put("nan", Double.NaN);
    value.put("none", List.of());
    value.put("set", Set.of("x"));
    value.put("id", new UUID(0, 1));

    assertThat(CanonicalJson.of(value))
        .isEqualTo(
            "{\"B\":[true,0.1,1E+1,{\"k\":\"a/b \\\"c\\\" é\\n\"}],\"a\":1.2E+3,\"big\":100.5,"
                + "\"id\":\"00000000-0000-0000-0000-000000000001\",\"n\":null,\"nan\":\"NaN\","
                + "\"none\":[],\"set\":[\"x\"],\"z\":1}");
  }

  @Test
  void isTheSameAfterATripThroughAColumn() {
    for (long seed = 0; seed < 500; seed++) {
      Map<String, Object> value = object(new Random(seed), 0);

      String text = CanonicalJson.of(value);

      assertThat(CanonicalJson.of(CanonicalJson.read(CanonicalJson.write(value))))
          .as("seed %d", seed)
          .isEqualTo(text);
      assertThat(CanonicalJson.of(CanonicalJson.read(text))).as("seed %d", seed).isEqualTo(text);
    }
  }

  private static Map<String, Object> object(Random random, int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      object.put(STRINGS[random.nextInt(STRINGS.length)] + random.nextInt(9), any(random, depth));
    }
    return object;
  }

  private static Object any(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 8 : 10)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextLong();
      case 2 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
      case 3 -> random.nextInt(1000) * 100;
      case 4 -> random.nextBoolean();
      case 5 -> STRINGS[random.nextInt(STRINGS.length)];
      case 6 -> Instant.ofEpochMilli(random.nextInt()).toString();
      case 7 -> random.nextFloat();
      case 8 -> object(random, depth + 1);
      default -> {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(any(random, depth + 1));
        }
        yield items;
      }
    };
  }
}
