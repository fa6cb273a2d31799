package io.hypnos.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads hypnos.yml into flat keys: {@code hypnos.api.port} → {@code 8080}. */
final class YamlFile {
  private YamlFile() {}

  static Map<String, String> read(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
      Map<String, String> flat = new LinkedHashMap<>();
      if (document instanceof Map<?, ?> map) {
        flatten("", map, flat);
      } else if (document != null) {
        throw problem(file, "it is not a mapping of names to values");
      }
      return flat;
    } catch (IOException e) {
      throw problem(file, e.getMessage());
    } catch (YAMLException e) {
      throw problem(file, e.getMessage().lines().findFirst().orElse("invalid YAML"));
    }
  }

  private static SettingsException problem(Path file, String reason) {
    return new SettingsException(
        List.of("Cannot read settings from %s: %s.".formatted(file, reason)));
  }

  private static void flatten(String prefix, Map<?, ?> map, Map<String, String> flat) {
    map.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof Map<?, ?> nested) {
            flatten(key + ".", nested, flat);
          } else if (value instanceof List<?> list) {
            flat.put(key, String.join(",", list.stream().map(String::valueOf).toList()));
          } else {
            flat.put(key, value == null ? "" : String.valueOf(value));
          }
        });
  }
}
