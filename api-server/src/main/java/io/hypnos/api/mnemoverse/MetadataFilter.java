package io.hypnos.api.mnemoverse;

import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.filter.MetadataCondition;
import io.hypnos.engine.filter.MetadataCondition.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Conditions on metadata. {@code path} is ours: further steps below the key, for values that lie
 * deeper than at the top.
 */
final class MetadataFilter {
  private static final Pattern KEY = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final int LONGEST_KEY = 64;
  private static final int MOST_CONDITIONS = 100;
  private static final int MOST_STEPS = 16;
  private static final int LONGEST_STEP = 256;
  private static final List<String> OPERATORS = List.of("eq", "contains", "in");

  private MetadataFilter() {}

  static List<MetadataCondition> from(JsonFields fields) {
    List<MetadataCondition> conditions = new ArrayList<>();
    for (JsonFields object : fields.objects("metadata_filter", MOST_CONDITIONS)) {
      condition(object).ifPresent(conditions::add);
    }
    return conditions;
  }

  private static Optional<MetadataCondition> condition(JsonFields object) {
    String key = object.requiredText("key", 1, LONGEST_KEY);
    if (!key.isEmpty() && !KEY.matcher(key).matches()) {
      object.reject(
          "key",
          "String should match pattern '^[a-zA-Z_][a-zA-Z0-9_]*$'",
          "string_pattern_mismatch");
    }
    Operator operator =
        object
            .word("op", OPERATORS)
            .map(word -> Operator.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Operator.EQ);
    List<String> path = new ArrayList<>(List.of(key));
    path.addAll(object.texts("path", MOST_STEPS, LONGEST_STEP));
    Object value = object.requiredValue("value");
    boolean fits = operator != Operator.IN || value instanceof List<?>;
    if (!fits) {
      object.reject("value", "Input should be a list for the operator in", "list_type");
    }
    object.check();
    return fits ? Optional.of(new MetadataCondition(path, operator, value)) : Optional.empty();
  }
}
