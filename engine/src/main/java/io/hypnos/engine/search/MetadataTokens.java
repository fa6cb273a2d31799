package io.hypnos.engine.search;

import io.hypnos.engine.filter.MetadataCondition;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * JSON values as terms of the index. A filter on metadata becomes terms that every memory has for
 * which it holds, and some more: the index narrows down, the record decides.
 */
final class MetadataTokens {
  /** In place of all that did not fit. */
  static final String OVERFLOW = "*";

  private static final int MOST_TOKENS = 500;
  private static final int DEEPEST = 12;
  private static final int BYTES = 9;

  private final Set<String> tokens = new LinkedHashSet<>();
  private boolean overflow;

  private MetadataTokens() {}

  static List<String> of(Map<String, Object> metadata, Map<String, Object> provenance) {
    MetadataTokens found = new MetadataTokens();
    found.addObject(List.of(), metadata, 1);
    provenance.forEach(
        (key, value) -> {
          if (!(value instanceof Map<?, ?> || value instanceof List<?>) && value != null) {
            found.add(origin(key, String.valueOf(value)));
          }
        });
    if (found.overflow) {
      found.tokens.add(OVERFLOW);
    }
    return List.copyOf(found.tokens);
  }

  /** The term of a value of the provenance. */
  static String origin(String key, String value) {
    return token('o', List.of(key), value);
  }

  /** Alternatives of which each memory has one for which the condition holds. */
  static List<String> of(MetadataCondition condition) {
    List<String> path = condition.path();
    List<String> any = new ArrayList<>();
    switch (condition.operator()) {
      case EQ -> any.add(equal(path, condition.value()));
      case CONTAINS -> any.addAll(contained(path, condition.value()));
      case IN ->
          ((List<?>) condition.value())
              .forEach(
                  value -> {
                    any.add(equal(path, value));
                    scalar(value).ifPresent(text -> any.add(token('[', path, text)));
                  });
    }
    return any;
  }

  /** Whether the terms leave little for the record to decide. */
  static boolean isNarrow(MetadataCondition condition) {
    return switch (condition.operator()) {
      case EQ -> scalar(condition.value()).isPresent();
      case CONTAINS ->
          !(condition.value() instanceof String) && scalar(condition.value()).isPresent();
      case IN ->
          ((List<?>) condition.value()).stream().allMatch(value -> scalar(value).isPresent());
    };
  }

  /** Terms that every memory has which contains the object: all of them. */
  static List<String> containing(Map<String, Object> object) {
    List<String> all = new ArrayList<>();
    addContained(all, List.of(), object, 1);
    return all;
  }

  private static void addContained(
      List<String> all, List<String> path, Map<?, ?> object, int depth) {
    object.forEach(
        (key, value) -> {
          List<String> below = below(path, String.valueOf(key));
          if (value instanceof Map<?, ?> inner && !inner.isEmpty() && depth < DEEPEST) {
            addContained(all, below, inner, depth + 1);
          } else if (value instanceof List<?> list) {
            all.add(token('?', below, ""));
            list.forEach(each -> scalar(each).ifPresent(text -> all.add(token('[', below, text))));
          } else {
            all.add(equal(below, value));
          }
        });
  }

  private static String equal(List<String> path, Object value) {
    return scalar(value).map(text -> token('=', path, text)).orElseGet(() -> token('?', path, ""));
  }

  private static List<String> contained(List<String> path, Object value) {
    Optional<String> text = scalar(value);
    if (text.isEmpty() || value instanceof String) {
      return List.of(token('?', path, ""));
    }
    return List.of(token('=', path, text.get()), token('[', path, text.get()));
  }

  private void addObject(List<String> path, Map<?, ?> object, int depth) {
    object.forEach((key, value) -> addValue(below(path, String.valueOf(key)), value, depth));
  }

  private void addValue(List<String> path, Object value, int depth) {
    add(token('?', path, ""));
    scalar(value).ifPresent(text -> add(token('=', path, text)));
    if (value instanceof Map<?, ?> inner) {
      if (depth < DEEPEST) {
        addObject(path, inner, depth + 1);
      } else {
        overflow = true;
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        Object element = list.get(i);
        scalar(element).ifPresent(text -> add(token('[', path, text)));
        // A path may step into an array by its position.
        if (depth < DEEPEST) {
          addValue(below(path, String.valueOf(i)), element, depth + 1);
        } else {
          overflow = true;
        }
      }
    }
  }

  private void add(String token) {
    if (tokens.size() < MOST_TOKENS) {
      tokens.add(token);
    } else {
      overflow = true;
    }
  }

  private static Optional<String> scalar(Object value) {
    if (value == null) {
      return Optional.of("n");
    } else if (value instanceof String text) {
      return Optional.of("s" + text);
    } else if (value instanceof Boolean) {
      return Optional.of("b" + value);
    } else if (value instanceof Number number) {
      return Optional.of("d" + canonical(number));
    }
    return Optional.empty();
  }

  private static String canonical(Number number) {
    try {
      BigDecimal decimal = new BigDecimal(String.valueOf(number));
      return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toString();
    } catch (NumberFormatException e) {
      return String.valueOf(number);
    }
  }

  private static List<String> below(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }

  private static String token(char sort, List<String> path, String value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((byte) sort);
      for (String step : path) {
        digest.update(step.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      digest.update(value.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest.digest(), BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
