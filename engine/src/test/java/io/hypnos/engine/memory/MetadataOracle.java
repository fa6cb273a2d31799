package io.hypnos.engine.memory;

import io.hypnos.engine.filter.MetadataCondition;
import io.hypnos.engine.filter.MetadataCondition.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a condition means, in plain Java and without regard to speed. */
final class MetadataOracle {
  private static final List<String> KEYS = List.of("a", "b", "c");
  private static final List<Object> PLAIN =
      List.of("red", "reddish", "Red", "1", 1, 1.0, 2, 2.5, true, false);

  private MetadataOracle() {}

  static Map<String, Object> metadata(Random random) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    for (String key : KEYS) {
      if (random.nextInt(4) > 0) {
        metadata.put(key, value(random, 2));
      }
    }
    return metadata;
  }

  static MetadataCondition condition(Random random) {
    List<String> path = new ArrayList<>(List.of(pick(random, KEYS)));
    if (random.nextInt(3) == 0) {
      path.add(pick(random, KEYS));
    }
    Operator operator = pick(random, List.of(Operator.values()));
    Object value = operator == Operator.IN ? list(random, 0) : value(random, 1);
    return new MetadataCondition(path, operator, value);
  }

  private static Object value(Random random, int depth) {
    int kind = random.nextInt(depth > 0 ? 5 : 3);
    if (kind == 3) {
      return list(random, depth - 1);
    }
    if (kind == 4) {
      Map<String, Object> nested = new LinkedHashMap<>();
      KEYS.forEach(
          key -> {
            if (random.nextBoolean()) {
              nested.put(key, value(random, depth - 1));
            }
          });
      return nested;
    }
    return pick(random, PLAIN);
  }

  private static List<Object> list(Random random, int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(value(random, depth));
    }
    return list;
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  static boolean holds(Map<String, Object> metadata, MetadataCondition condition) {
    Object stored = metadata;
    for (String key : condition.path()) {
      if (!(stored instanceof Map<?, ?> map) || !map.containsKey(key)) {
        return false;
      }
      stored = map.get(key);
    }
    Object value = condition.value();
    return switch (condition.operator()) {
      case EQ -> same(stored, value);
      case CONTAINS -> contains(stored, value);
      case IN -> in(stored, (List<?>) value);
    };
  }

  private static boolean contains(Object stored, Object value) {
    if (stored instanceof List<?> list) {
      List<?> wanted = value instanceof List<?> many ? many : List.of(value);
      return includes(list, wanted);
    }
    if (stored instanceof Map<?, ?>) {
      return value instanceof Map<?, ?> && includes(stored, value);
    }
    if (stored instanceof String text) {
      return value instanceof String part && text.contains(part);
    }
    return same(stored, value);
  }

  /** JSON containment: objects by key, arrays as sets, the rest by value. */
  private static boolean includes(Object whole, Object part) {
    if (whole instanceof Map<?, ?> map && part instanceof Map<?, ?> sub) {
      return sub.entrySet().stream()
          .allMatch(
              entry ->
                  map.containsKey(entry.getKey())
                      && includes(map.get(entry.getKey()), entry.getValue()));
    }
    if (whole instanceof List<?> list && part instanceof List<?> sub) {
      return sub.stream()
          .allMatch(wanted -> list.stream().anyMatch(each -> includes(each, wanted)));
    }
    return same(whole, part);
  }

  private static boolean in(Object stored, List<?> values) {
    if (stored instanceof List<?> list) {
      return list.stream().anyMatch(each -> values.stream().anyMatch(value -> same(each, value)));
    }
    return values.stream().anyMatch(value -> same(stored, value));
  }

  private static boolean same(Object left, Object right) {
    if (left instanceof Number && right instanceof Number) {
      return new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString())) == 0;
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      if (a.size() != b.size()) {
        return false;
      }
      for (int i = 0; i < a.size(); i++) {
        if (!same(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
      return a.keySet().equals(b.keySet())
          && a.keySet().stream().allMatch(key -> same(a.get(key), b.get(key)));
    }
    return left.equals(right);
  }
}
