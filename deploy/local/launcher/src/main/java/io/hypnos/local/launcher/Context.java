package io.hypnos.local.launcher;

import io.hypnos.local.stack.DataDirectory;
import io.hypnos.local.stack.Installation;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import io.hypnos.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** What every command works with. */
record Context(
    HypnosSettings settings,
    DataDirectory data,
    Installation installation,
    Path workingDirectory,
    Terminal terminal,
    Clock clock) {

  static Context load(Terminal terminal) {
    Path workingDirectory = Path.of("").toAbsolutePath();
    HypnosSettings settings = Settings.load(System.getenv(), workingDirectory);
    return new Context(
        settings,
        DataDirectory.of(settings.data(), workingDirectory),
        Installation.find(),
        workingDirectory,
        terminal,
        Clock.systemUTC());
  }

  /** The settings that the parts run with; the configured ones before the first start. */
  HypnosSettings effectiveSettings() {
    Path file = data.effectiveSettings();
    if (!Files.isReadable(file)) {
      return settings;
    }
    try {
      return Settings.load(Map.of(Settings.FILE_VARIABLE, file.toString()), workingDirectory);
    } catch (SettingsException e) {
      return settings; // Written by an older version, whose settings had other names.
    }
  }
}
