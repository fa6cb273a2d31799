package io.hypnos.local.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.local.stack.supervision.PartState;
import io.hypnos.local.stack.supervision.StateFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole product, started by its own command line as a user would, once for all tests of the
 * module, in a temporary directory on free ports.
 */
public final class Product implements BeforeAllCallback {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path ROOT = Path.of(System.getProperty("hypnos.root"));
  private static final Duration COMMAND = Duration.ofMinutes(5);
  static final Duration RECOVERY = Duration.ofMinutes(2);
  static final String ROOT_KEY = "root-key-of-the-product-tests";

  private Running running;

  /** What a command printed and how it ended. */
  record Outcome(int exit, String output) {}

  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(Product.class))
            .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
  }

  Client client(String key) {
    return new Client(running.api(), key);
  }

  Outcome command(String... arguments) {
    return running.command(running.environment, arguments);
  }

  Outcome command(Map<String, String> changed, String... arguments) {
    Map<String, String> environment = new HashMap<>(running.environment);
    environment.putAll(changed);
    return running.command(environment, arguments);
  }

  JsonNode status() {
    return JSON.readTree(command("status", "--json").output());
  }

  /** The process of a part; none while it is away. */
  OptionalLong pid(String part) {
    return state().stream()
        .filter(known -> known.name().equals(part))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no part " + part))
        .pid()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** What the supervisor has written last; asking the command line takes a JVM each time. */
  private List<PartState> state() {
    try {
      return new StateFile(running.data.resolve("run/state.json")).read().orElseThrow().parts();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port(String setting) {
    return Integer.parseInt(running.environment.get(setting));
  }

  Path data() {
    return running.data;
  }

  String log(String part) {
    try {
      return Files.readString(running.data.resolve("logs").resolve(part + ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitReady() {
    await().atMost(RECOVERY).until(() -> state().stream().allMatch(PartState::isHealthy));
    assertThat(command("status").exit()).isZero();
  }

  static void signal(String signal, long pid) {
    Running.run(List.of("kill", "-" + signal, String.valueOf(pid)), Map.of());
  }

  /** The started product; closed by JUnit after the last test. */
  private record Running(Path data, Map<String, String> environment) implements AutoCloseable {

    static Running start() {
      try {
        Path data = Files.createTempDirectory("hypnos-product");
        Running running = new Running(data, environment(data));
        Outcome up = running.command(running.environment, "up");
        assertThat(up.exit()).as(up.output()).isZero();
        return running;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Map<String, String> environment(Path data) throws IOException {
      List<Integer> ports = freePorts(8);
      Map<String, String> environment = new HashMap<>();
      environment.put("HYPNOS_DATA", data.toString());
      environment.put("HYPNOS_ROOT_KEY", ROOT_KEY);
      environment.put("HYPNOS_API_PORT", "" + ports.get(0));
      environment.put("HYPNOS_API_MANAGEMENT_PORT", "" + ports.get(1));
      environment.put("HYPNOS_DATABASE_PORT", "" + ports.get(2));
      environment.put("HYPNOS_SEARCH_URL", "http://127.0.0.1:" + ports.get(3));
      environment.put("HYPNOS_KAFKA_BOOTSTRAP", "127.0.0.1:" + ports.get(4));
      environment.put("HYPNOS_LOCAL_KAFKA_CONTROLLER_PORT", "" + ports.get(5));
      environment.put("HYPNOS_BLOB_ENDPOINT", "http://127.0.0.1:" + ports.get(6));
      environment.put("HYPNOS_FLINK_UI_PORT", "" + ports.get(7));
      environment.put("HYPNOS_FLINK_CHECKPOINT_INTERVAL", "2s");
      environment.put("HYPNOS_LOCAL_QUICK_COMPILER", "true");
      environment.put("HYPNOS_CONNECTORS_ALLOW_BASE_URL", "true");
      environment.put("HYPNOS_OUTGOING_ALLOW_PRIVATE", "true");
      return environment;
    }

    private static List<Integer> freePorts(int count) throws IOException {
      List<ServerSocket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < count; i++) {
          sockets.add(new ServerSocket(0));
        }
        return sockets.stream().map(ServerSocket::getLocalPort).toList();
      } finally {
        for (ServerSocket socket : sockets) {
          socket.close();
        }
      }
    }

    String api() {
      return "http://127.0.0.1:" + environment.get("HYPNOS_API_PORT");
    }

    Outcome command(Map<String, String> environment, String... arguments) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Dhypnos.root=" + ROOT,
                  "-cp",
                  ROOT.resolve("deploy/local/launcher/target/runtime/lib") + File.separator + "*",
                  "io.hypnos.local.launcher.Main"));
      command.addAll(List.of(arguments));
      return run(command, environment);
    }

    static Outcome run(List<String> command, Map<String, String> environment) {
      try {
        Path output = Files.createTempFile("hypnos-command", ".txt");
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HYPNOS_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(COMMAND.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException("no end of " + command + ": " + Files.readString(output));
        }
        String text = Files.readString(output);
        Files.delete(output);
        return new Outcome(process.exitValue(), text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws IOException {
      command(environment, "down");
      try (Stream<Path> files = Files.walk(data)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
