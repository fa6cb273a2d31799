package io.hypnos.settings;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One known setting: where it stands in the tree of records, its name, default, limits and
 * sentence.
 */
public record SettingDefinition(String key, RecordComponent component, Setting setting) {

  /** All settings of a tree of records, in the order in which they are declared. */
  static List<SettingDefinition> of(Class<? extends Record> root, String prefix) {
    List<SettingDefinition> definitions = new ArrayList<>();
    for (RecordComponent component : root.getRecordComponents()) {
      String key = prefix + kebab(component.getName());
      Setting setting = component.getAnnotation(Setting.class);
      if (setting != null) {
        definitions.add(new SettingDefinition(key, component, setting));
      } else {
        definitions.addAll(of(component.getType().asSubclass(Record.class), key + "."));
      }
    }
    return definitions;
  }

  static String kebab(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  public String environmentName() {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  public String typeName() {
    return SettingType.describe(component.getGenericType());
  }
}
