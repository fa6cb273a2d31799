package io.hypnos.local.stack.junit;

import io.hypnos.local.stack.DirectoryTree;
import io.hypnos.local.stack.FreePorts;
import io.hypnos.local.stack.Installation;
import io.hypnos.local.stack.LocalProfile;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.parts.LocalParts;
import io.hypnos.local.stack.supervision.OutputListener;
import io.hypnos.local.stack.supervision.PartLog;
import io.hypnos.local.stack.supervision.PartState;
import io.hypnos.local.stack.supervision.StartFailedException;
import io.hypnos.local.stack.supervision.Supervisor;
import io.hypnos.local.stack.supervision.Timing;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The one stack of a test JVM. */
final class SharedStack implements AutoCloseable {
  /** Tests start the parts often and ask little of them; figures want them as they are used. */
  private static final String QUICK_COMPILER = "hypnos.test.quick-compiler";

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int SHOWN_LINES = 15;
  private static SharedStack shared;

  private final LocalProfile profile;
  private final Supervisor supervisor;

  private SharedStack(Path directory) {
    Installation installation = Installation.find();
    this.profile = LocalProfile.resolve(settings(directory), installation, directory);
    this.supervisor =
        new Supervisor(
            new LocalParts(profile, installation, System.getenv()).definitions(),
            Timing.of(profile.settings().local()),
            Clock.systemUTC(),
            states -> {},
            OutputListener.SILENT);
  }

  static synchronized SharedStack get() {
    if (shared == null) {
      try {
        shared = new SharedStack(Files.createTempDirectory("hypnos-stack-").toRealPath());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  LocalProfile profile() {
    return profile;
  }

  void start(Set<Part> parts) {
    try {
      supervisor.start(parts);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (StartFailedException e) {
      throw new IllegalStateException(e.getMessage() + "\n" + lastLines(e.part()), e);
    }
    parts.forEach(this::awaitHealthy);
  }

  void stop(Part part) {
    try {
      supervisor.stop(part);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  void kill(Part part) {
    try {
      supervisor.kill(part);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  void awaitHealthy(Part part) {
    Instant deadline = Clock.systemUTC().instant().plus(PATIENCE);
    while (!supervisor.state(part).isHealthy()) {
      if (Clock.systemUTC().instant().isAfter(deadline)) {
        throw new IllegalStateException(
            "Still not healthy: %s\n%s".formatted(supervisor.state(part), lastLines(part)));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  long pid(Part part) {
    PartState state = supervisor.state(part);
    return state.pid().orElseThrow(() -> new IllegalStateException("no process: " + state));
  }

  @Override
  public void close() throws IOException {
    synchronized (SharedStack.class) {
      shared = null;
    }
    try {
      supervisor.stop();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    DirectoryTree.delete(profile.data().root());
  }

  private String lastLines(Part part) {
    return String.join("\n", PartLog.tail(profile.data().log(part), SHOWN_LINES));
  }

  private static IllegalStateException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while the stack worked", cause);
  }

  private static HypnosSettings settings(Path directory) {
    Map<String, String> values =
        new TreeMap<>(
            Map.of(
                "data",
                directory.toString(),
                "local.quick-compiler",
                System.getProperty(QUICK_COMPILER, "true")));
    for (String port :
        List.of(
            "api.port",
            "mail.smtp-port",
            "api.management-port",
            "database.port",
            "flink.ui-port",
            "local.kafka-controller-port")) {
      values.put(port, String.valueOf(FreePorts.take()));
    }
    values.put("search.url", "http://127.0.0.1:" + FreePorts.take());
    values.put("kafka.bootstrap", "127.0.0.1:" + FreePorts.take());
    values.put("blob.endpoint", "http://127.0.0.1:" + FreePorts.take());
    return Settings.of(values, Map.of());
  }
}
