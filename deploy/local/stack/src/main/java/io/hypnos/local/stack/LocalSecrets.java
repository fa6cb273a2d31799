package io.hypnos.local.stack;

import io.hypnos.settings.Secret;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Passwords that no one needs to choose: generated at the first start, kept in a private file. */
final class LocalSecrets {
  static final String SUPERUSER = "postgres-superuser-password";

  private static final String ENCRYPTION_KEYS = "secret.keys";
  private static final int ENCRYPTION_KEY_BYTES = 32;

  /** Named as the settings that they stand in for. */
  private static final List<String> NAMES =
      List.of(
          SUPERUSER,
          "database.owner-password",
          "database.app-password",
          "database.system-password",
          "blob.secret-key",
          ENCRYPTION_KEYS);

  private final Map<String, String> values;

  private LocalSecrets(Map<String, String> values) {
    this.values = values;
  }

  static LocalSecrets loadOrCreate(Path file) {
    Map<String, String> values = read(file);
    if (!values.keySet().containsAll(NAMES)) {
      NAMES.forEach(name -> values.computeIfAbsent(name, LocalSecrets::generate));
      PrivateFile.write(
          file,
          values.entrySet().stream()
              .map(entry -> "%s: '%s'\n".formatted(entry.getKey(), entry.getValue()))
              .collect(Collectors.joining()));
    }
    return new LocalSecrets(values);
  }

  private static String generate(String name) {
    return name.equals(ENCRYPTION_KEYS)
        ? "first:" + RandomText.hex(ENCRYPTION_KEY_BYTES)
        : RandomText.hex();
  }

  Secret superuserPassword() {
    return Secret.of(values.get(SUPERUSER));
  }

  /** The secrets that stand in for settings. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(values);
    settings.remove(SUPERUSER);
    return settings;
  }

  private static Map<String, String> read(Path file) {
    Map<String, String> values = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return values;
    }
    try (Reader reader = Files.newBufferedReader(file)) {
      Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
      if (content instanceof Map<?, ?> map) {
        map.forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }
}
