package io.hypnos.local.launcher;

import io.hypnos.local.stack.DataDirectory;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.PartPort;
import io.hypnos.local.stack.supervision.PartState;
import io.hypnos.local.stack.supervision.PartStatus;
import io.hypnos.local.stack.supervision.StackState;
import io.hypnos.settings.HypnosSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Tells how a start goes on: a line for each part once it is ready, where everything is at last.
 */
final class StartProgress {
  private final Terminal terminal;
  private final Set<Part> shown = EnumSet.noneOf(Part.class);
  private final Set<PartState> troubles = new HashSet<>();

  StartProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  synchronized void show(StackState state, HypnosSettings settings) {
    for (PartState part : state.parts()) {
      if (part.isHealthy() && shown.add(Part.of(part.name()))) {
        terminal.say("%s", readyLine(part, settings));
      } else if (part.status() == PartStatus.RESTARTING && troubles.add(part)) {
        terminal.say("%-12s %s; trying again", part.name(), part.problem().orElse("failed"));
      }
    }
  }

  static String readyLine(PartState part, HypnosSettings settings) {
    return String.format(
        Locale.ROOT,
        "%-12s ready in %.1f s (port %d)",
        part.name(),
        part.readyMillis().orElse(0L) / 1000.0,
        PartPort.of(Part.of(part.name()), settings).port());
  }

  void announce(HypnosSettings settings, DataDirectory data, boolean keyIsNew) throws IOException {
    PartPort api = PartPort.of(Part.API_SERVER, settings);
    String address = "http://%s:%d".formatted(api.clientHost(), api.port());
    terminal.say("");
    terminal.say("Hypnos is up.");
    terminal.say("  API       %s", address);
    terminal.say("  Docs      %s/docs", address);
    terminal.say("  Flink UI  http://127.0.0.1:%d", settings.flink().uiPort());
    if (keyIsNew) {
      terminal.say(
          "  Root key  %s (kept in %s; not shown again)",
          Files.readString(data.rootKey()).trim(), data.rootKey());
    } else {
      terminal.say("  Root key  in %s", data.rootKey());
    }
  }
}
