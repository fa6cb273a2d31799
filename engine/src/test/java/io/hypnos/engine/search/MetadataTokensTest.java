package io.hypnos.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.filter.MetadataCondition;
import io.hypnos.engine.filter.MetadataCondition.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MetadataTokensTest {
  private static final List<String> KEYS = List.of("a", "b", "c");

  @Test
  void noMemoryIsLostForWhichAConditionHolds() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int held = 0;
    for (int round = 0; round < 50_000; round++) {
      Map<String, Object> metadata = object(random, 2);
      MetadataCondition condition = condition(random);
      if (holds(metadata, condition)) {
        held++;
        assertThat(MetadataTokens.of(metadata, Map.of()))
            .as("seed %d: %s of %s", seed, condition, metadata)
            .containsAnyElementsOf(MetadataTokens.of(condition));
      }
    }
    assertThat(held).as("seed %d", seed).isGreaterThan(1_000);
  }

  @Test
  void noMemoryIsLostThatContainsAnObject() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int held = 0;
    for (int round = 0; round < 50_000; round++) {
      Map<String, Object> metadata = object(random, 2);
      Map<String, Object> part = object(random, 2);
      if (contains(metadata, part)) {
        held++;
        assertThat(MetadataTokens.of(metadata, Map.of()))
            .as("seed %d: %s in %s", seed, part, metadata)
            .containsAll(MetadataTokens.containing(part));
      }
    }
    assertThat(held).as("seed %d", seed).isGreaterThan(500);
  }

  @Test
  void numbersAreComparedByValueAndTypesAreKeptApart() {
    assertThat(token(1)).isEqualTo(token(1.0)).isEqualTo(token(1L)).isNotEqualTo(token("1"));
    assertThat(token(true)).isNotEqualTo(token("true"));
    assertThat(token(0)).isEqualTo(token(-0.0));
  }

  @Test
  void whatDoesNotFitIsMarked() {
    Map<String, Object> wide = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      wide.put("key" + i, i);
    }

    assertThat(MetadataTokens.of(wide, Map.of()))
        .contains(MetadataTokens.OVERFLOW)
        .hasSizeLessThan(600);
  }

  private static List<String> token(Object value) {
    return MetadataTokens.of(new MetadataCondition(List.of("k"), Operator.EQ, value));
  }

  private static MetadataCondition condition(Random random) {
    List<String> path = new ArrayList<>(List.of(KEYS.get(random.nextInt(3))));
    if (random.nextInt(3) == 0) {
      path.add(KEYS.get(random.nextInt(3)));
    }
    List<Operator> operators = List.of(Operator.values());
    Operator operator = operators.get(random.nextInt(operators.size()));
    Object value =
        operator == Operator.IN ? List.of(value(random, 1), value(random, 1)) : value(random, 1);
    return new MetadataCondition(path, operator, value);
  }

  private static Map<String, Object> object(Random random, int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (String key : KEYS) {
      if (random.nextInt(3) > 0) {
        object.put(key, value(random, depth));
      }
    }
    return object;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> "x";
      case 1 -> "xy";
      case 2 -> random.nextInt(3);
      case 3 -> (double) random.nextInt(3);
      case 4 -> random.nextBoolean();
      case 5 -> List.of(value(random, depth - 1), value(random, depth - 1));
      default -> object(random, depth - 1);
    };
  }

  private static boolean holds(Map<String, Object> metadata, MetadataCondition condition) {
    Object stored = metadata;
    for (String step : condition.path()) {
      if (!(stored instanceof Map<?, ?> map) || !map.containsKey(step)) {
        return false;
      }
      stored = map.get(step);
    }
    Object value = condition.value();
    return switch (condition.operator()) {
      case EQ -> same(stored, value);
      case CONTAINS ->
          stored instanceof String text
              ? (value instanceof String part && text.contains(part))
              : (stored instanceof List<?> && !(value instanceof List<?>))
                  ? contains(stored, List.of(value))
                  : contains(stored, value);
      case IN ->
          ((List<?>) value)
              .stream()
                  .anyMatch(
                      wanted ->
                          stored(condition, metadata) instanceof List<?> list
                              ? list.stream().anyMatch(each -> same(each, wanted))
                              : same(stored(condition, metadata), wanted));
    };
  }

  private static Object stored(MetadataCondition condition, Map<String, Object> metadata) {
    Object stored = metadata;
    for (String step : condition.path()) {
      stored = ((Map<?, ?>) stored).get(step);
    }
    return stored;
  }

  private static boolean same(Object left, Object right) {
    if (left instanceof Number one && right instanceof Number other) {
      return one.doubleValue() == other.doubleValue();
    } else if (left instanceof List<?> one && right instanceof List<?> other) {
      return one.size() == other.size()
          && java.util.stream.IntStream.range(0, one.size())
              .allMatch(i -> same(one.get(i), other.get(i)));
    } else if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
      return one.keySet().equals(other.keySet())
          && one.keySet().stream().allMatch(key -> same(one.get(key), other.get(key)));
    }
    return left.equals(right);
  }

  private static boolean contains(Object whole, Object part) {
    if (whole instanceof Map<?, ?> one && part instanceof Map<?, ?> other) {
      return other.entrySet().stream()
          .allMatch(
              entry ->
                  one.containsKey(entry.getKey())
                      && contains(one.get(entry.getKey()), entry.getValue()));
    } else if (whole instanceof List<?> one && part instanceof List<?> other) {
      return other.stream()
          .allMatch(wanted -> one.stream().anyMatch(each -> contains(each, wanted)));
    }
    return same(whole, part);
  }
}
