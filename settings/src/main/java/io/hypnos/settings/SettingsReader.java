package io.hypnos.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds a tree of settings records from text values, or explains all that is wrong with them. */
final class SettingsReader<T extends Record> {
  private static final String ENVIRONMENT_PREFIX = "HYPNOS_";

  private final Class<T> root;
  private final Map<String, SettingDefinition> byKey = new LinkedHashMap<>();
  private final Map<String, SettingDefinition> byEnvironmentName = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  SettingsReader(Class<T> root, String prefix) {
    this.root = root;
    for (SettingDefinition definition : SettingDefinition.of(root, prefix)) {
      byKey.put(definition.key(), definition);
      byEnvironmentName.put(definition.environmentName(), definition);
    }
  }

  T read(
      String prefix,
      Map<String, String> file,
      Map<String, String> environment,
      List<String> reservedNames) {
    Map<String, String> values = new LinkedHashMap<>();
    file.forEach((key, value) -> putFromFile(values, key, value));
    environment.forEach((name, value) -> putFromEnvironment(values, name, value, reservedNames));
    Object settings = build(root, prefix, values);
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return root.cast(settings);
  }

  private void putFromFile(Map<String, String> values, String key, String value) {
    if (byKey.containsKey(key)) {
      values.put(key, value);
    } else {
      problems.add("Unknown setting '%s'; did you mean '%s'?".formatted(key, nearest(key, byKey)));
    }
  }

  private void putFromEnvironment(
      Map<String, String> values, String name, String value, List<String> reserved) {
    if (!name.startsWith(ENVIRONMENT_PREFIX) || reserved.contains(name)) {
      return;
    }
    SettingDefinition definition = byEnvironmentName.get(name);
    if (definition != null) {
      values.put(definition.key(), value);
    } else {
      problems.add(
          "Unknown environment variable '%s'; did you mean '%s'?"
              .formatted(name, nearest(name, byEnvironmentName)));
    }
  }

  private static String nearest(String name, Map<String, SettingDefinition> known) {
    return NearestName.of(name, known.keySet()).orElse("");
  }

  private Object build(Class<?> type, String prefix, Map<String, String> values) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    int problemsBefore = problems.size();
    for (int i = 0; i < components.length; i++) {
      String key = prefix + SettingDefinition.kebab(components[i].getName());
      Setting setting = components[i].getAnnotation(Setting.class);
      arguments[i] =
          setting == null
              ? build(components[i].getType(), key + ".", values)
              : value(byKey.get(key), values.getOrDefault(key, setting.value()));
    }
    return problems.size() > problemsBefore ? null : construct(type, components, arguments, prefix);
  }

  private Object value(SettingDefinition definition, String text) {
    try {
      Object value = SettingType.parse(definition.component().getGenericType(), text);
      checkLimits(definition, value);
      return value;
    } catch (IllegalArgumentException e) {
      problems.add(
          "Setting '%s' cannot be '%s': %s."
              .formatted(definition.key(), shown(definition, text), e.getMessage()));
      return null;
    }
  }

  private static String shown(SettingDefinition definition, String text) {
    return definition.typeName().endsWith("secret") ? "****" : text;
  }

  @SuppressWarnings("unchecked")
  private static void checkLimits(SettingDefinition definition, Object value) {
    Setting setting = definition.setting();
    if (!(value instanceof Comparable<?>)) {
      return;
    }
    Comparable<Object> comparable = (Comparable<Object>) value;
    if (!setting.min().isEmpty() && comparable.compareTo(limit(definition, setting.min())) < 0) {
      throw new IllegalArgumentException("it must be at least " + setting.min());
    }
    if (!setting.max().isEmpty() && comparable.compareTo(limit(definition, setting.max())) > 0) {
      throw new IllegalArgumentException("it must be at most " + setting.max());
    }
  }

  private static Object limit(SettingDefinition definition, String text) {
    return SettingType.parse(definition.component().getGenericType(), text);
  }

  private Object construct(
      Class<?> type, RecordComponent[] components, Object[] arguments, String prefix) {
    Class<?>[] types =
        List.of(components).stream()
            .map(RecordComponent::getType)
            .collect(Collectors.toList())
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      problems.add("Settings '%s*': %s".formatted(prefix, e.getCause().getMessage()));
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot build " + type, e);
    }
  }
}
