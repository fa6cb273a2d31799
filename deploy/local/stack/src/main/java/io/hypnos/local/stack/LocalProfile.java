package io.hypnos.local.stack;

import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Secret;
import io.hypnos.settings.Settings;
import io.hypnos.settings.SettingsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings with nothing left open: absolute paths, real ports, passwords. Every part of the run
 * reads them from the same file.
 */
public record LocalProfile(HypnosSettings settings, DataDirectory data, Secret superuserPassword) {

  /** Completes the configured settings and writes them for the parts. */
  public static LocalProfile resolve(
      HypnosSettings configured, Installation installation, Path workingDirectory) {
    DataDirectory data = DataDirectory.of(configured.data(), workingDirectory);
    data.create();
    LocalSecrets secrets = LocalSecrets.loadOrCreate(data.secrets());
    Secret rootKey = new RootKeyFile(data.rootKey()).resolve(configured.rootKey());

    Map<String, String> completed = new LinkedHashMap<>(absent(configured, secrets.settings()));
    completed.put("data", data.root().toString());
    completed.put("root-key", rootKey.reveal());
    completed.put("extraction.library", library(configured, installation, workingDirectory));
    completed.putAll(ports(configured));
    if (configured.mail().smtp().equals("local")) {
      completed.put("mail.smtp", "on");
    }
    HypnosSettings settings = Settings.with(configured, completed);
    write(settings, data.effectiveSettings());
    return new LocalProfile(settings, data, secrets.superuserPassword());
  }

  private static Map<String, String> absent(
      HypnosSettings configured, Map<String, String> secrets) {
    Map<String, String> present = Settings.values(configured);
    Map<String, String> absent = new LinkedHashMap<>(secrets);
    absent.keySet().removeIf(name -> !present.getOrDefault("hypnos." + name, "").isEmpty());
    return absent;
  }

  private static String library(
      HypnosSettings configured, Installation installation, Path workingDirectory) {
    return configured
        .extraction()
        .library()
        .map(workingDirectory::resolve)
        .orElse(installation.root().resolve("document-extractor/target/runtime/lib"))
        .toAbsolutePath()
        .normalize()
        .toString();
  }

  private static Map<String, String> ports(HypnosSettings configured) {
    Map<String, String> ports = new LinkedHashMap<>();
    for (PartPort port : PartPort.of(configured)) {
      if (port.port() == 0 && port.setting().endsWith("port")) {
        ports.put(port.setting(), String.valueOf(FreePorts.take()));
      }
    }
    return ports;
  }

  private static void write(HypnosSettings settings, Path file) {
    try {
      SettingsFile.write(settings, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
