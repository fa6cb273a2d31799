package io.hypnos.engine.webhook;

import io.hypnos.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A node in a process of its own, for tests to kill. Its argument: the settings of the stack. */
final class DyingSender {
  private DyingSender() {}

  public static void main(String[] arguments) {
    WebhookNode node =
        new WebhookNode(
            Settings.load(Map.of(Settings.FILE_VARIABLE, arguments[0]), Path.of(".")),
            Clock.systemUTC(),
            new MemorySecrets(),
            true);
    while (true) {
      node.dispatcher.runOnce();
      LockSupport.parkNanos(20_000_000);
    }
  }
}
