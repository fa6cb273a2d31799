package io.hypnos.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where settings come from: defaults, then hypnos.yml, then the environment ({@code
 * HYPNOS_API_PORT} sets {@code hypnos.api.port}). An unknown name, an unreadable or out-of-range
 * value refuses the start.
 */
public final class Settings {
  /** Names the settings file; hypnos.yml of the working directory without it. */
  public static final String FILE_VARIABLE = "HYPNOS_CONFIG";

  private static final String PREFIX = "hypnos.";
  private static final List<String> RESERVED = List.of(FILE_VARIABLE, "HYPNOS_HOME");

  private Settings() {}

  /** The settings of this process. */
  public static HypnosSettings load(Map<String, String> environment, Path workingDirectory) {
    String named = environment.get(FILE_VARIABLE);
    Path file = named == null ? workingDirectory.resolve("hypnos.yml") : Path.of(named);
    boolean present = named != null || Files.exists(file);
    return of(present ? YamlFile.read(file) : Map.of(), environment);
  }

  /** Settings from flat values (with or without the prefix {@code hypnos.}) and an environment. */
  public static HypnosSettings of(Map<String, String> values, Map<String, String> environment) {
    Map<String, String> prefixed = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> prefixed.put(key.startsWith(PREFIX) ? key : PREFIX + key, value));
    return new SettingsReader<>(HypnosSettings.class, PREFIX)
        .read(PREFIX, prefixed, environment, RESERVED);
  }

  /** Every setting there is. */
  public static List<SettingDefinition> definitions() {
    return SettingDefinition.of(HypnosSettings.class, PREFIX);
  }

  /**
   * The flat values of some settings; {@link #of} on them gives the same settings again. Secrets
   * are in clear.
   */
  public static Map<String, String> values(HypnosSettings settings) {
    Map<String, String> values = new LinkedHashMap<>();
    collect(settings, PREFIX, values);
    return values;
  }

  /** The same settings with some values replaced. */
  public static HypnosSettings with(HypnosSettings settings, Map<String, String> replacements) {
    Map<String, String> values = values(settings);
    replacements.forEach(
        (key, value) -> values.put(key.startsWith(PREFIX) ? key : PREFIX + key, value));
    return of(values, Map.of());
  }

  private static void collect(Record group, String prefix, Map<String, String> values) {
    for (RecordComponent component : group.getClass().getRecordComponents()) {
      String key = prefix + SettingDefinition.kebab(component.getName());
      Object value = read(component, group);
      if (component.isAnnotationPresent(Setting.class)) {
        values.put(key, SettingType.format(value));
      } else {
        collect((Record) value, key + ".", values);
      }
    }
  }

  private static Object read(RecordComponent component, Record group) {
    try {
      return component.getAccessor().invoke(group);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
