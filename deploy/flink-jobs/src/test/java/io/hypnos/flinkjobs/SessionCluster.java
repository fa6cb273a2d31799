package io.hypnos.flinkjobs;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Flink session cluster of one job manager and one task manager, each a process that has Flink's
 * own jars on its class path and nothing of the product.
 */
final class SessionCluster implements AutoCloseable {
  private static final String JOB_MANAGER =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
  private static final String COMMAND_LINE = "org.apache.flink.client.cli.CliFrontend";
  private static final Pattern SUBMITTED = Pattern.compile("JobID ([0-9a-f]{32})");
  private static final Duration START = Duration.ofMinutes(1);

  private final Path directory;
  private final Path configuration;
  private final int restPort;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Process> processes = new ArrayList<>();

  private SessionCluster(Path directory) throws IOException {
    this.directory = directory;
    this.configuration = Files.createDirectories(directory.resolve("conf"));
    this.restPort = freePort();
  }

  static SessionCluster start(Path directory) throws IOException {
    SessionCluster cluster = new SessionCluster(directory);
    cluster.configure();
    try {
      cluster.processes.add(cluster.daemon("jobmanager", 256, JOB_MANAGER));
      cluster.processes.add(cluster.daemon("taskmanager", 640, TASK_MANAGER));
      await()
          .atMost(START)
          .ignoreExceptions()
          .until(() -> cluster.get("/overview").contains("\"slots-available\":2"));
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw new IllegalStateException("the cluster does not start: " + logs(), e);
    }
  }

  private static String logs() throws IOException {
    return Files.readString(log("jobmanager")) + Files.readString(log("taskmanager"));
  }

  /** Where it is still there when a test has failed. */
  private static Path log(String name) throws IOException {
    return Files.createDirectories(Path.of("target/session-cluster")).resolve(name + ".log");
  }

  /**
   * {@code flink} with some arguments and settings of the product; returns what it said.
   *
   * @throws IllegalStateException when it fails
   */
  String flink(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "flink-", ".log");
    List<String> command = new ArrayList<>(java(256, COMMAND_LINE));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = builder(command, output);
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = process.waitFor(1, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(output);
    if (!ended || process.exitValue() != 0) {
      throw new IllegalStateException("flink %s: %s".formatted(List.of(arguments), said));
    }
    return said;
  }

  /** The job that {@code flink run -d} said it has submitted. */
  static String submitted(String said) {
    Matcher matcher = SUBMITTED.matcher(said);
    if (!matcher.find()) {
      throw new IllegalStateException("no job was submitted: " + said);
    }
    return matcher.group(1);
  }

  /** What the job manager answers to the web UI. */
  String get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(restPort, path));
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }

  private void configure() throws IOException {
    Files.write(
        configuration.resolve("config.yaml"),
        Stream.of(
                "rest.address: 127.0.0.1",
                "rest.port: " + restPort,
                "rest.bind-address: 127.0.0.1",
                "jobmanager.rpc.address: 127.0.0.1",
                "jobmanager.rpc.port: " + freePort(),
                "jobmanager.bind-host: 127.0.0.1",
                "taskmanager.host: 127.0.0.1",
                "taskmanager.bind-host: 127.0.0.1",
                "taskmanager.numberOfTaskSlots: 2",
                // What the start script of the distribution works out.
                "taskmanager.cpu.cores: 2",
                "taskmanager.memory.framework.heap.size: 128m",
                "taskmanager.memory.framework.off-heap.size: 128m",
                "taskmanager.memory.task.heap.size: 384m",
                "taskmanager.memory.task.off-heap.size: 64m",
                "taskmanager.memory.managed.size: 64m",
                "taskmanager.memory.network.min: 32m",
                "taskmanager.memory.network.max: 32m",
                "taskmanager.memory.jvm-metaspace.size: 256m",
                "taskmanager.memory.jvm-overhead.min: 192m",
                "taskmanager.memory.jvm-overhead.max: 192m",
                "state.backend.type: rocksdb",
                "execution.checkpointing.dir: " + directory.resolve("checkpoints").toUri(),
                "io.tmp.dirs: " + Files.createDirectories(directory.resolve("tmp")))
            .toList());
  }

  private Process daemon(String name, int heap, String main) throws IOException {
    List<String> command = new ArrayList<>(java(heap, main));
    command.addAll(List.of("--configDir", configuration.toString()));
    return builder(command, log(name)).start();
  }

  private List<String> java(int heap, String main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + heap + "m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        // As the configuration of the distribution has it.
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "--add-opens=java.base/java.time=ALL-UNNAMED",
        "-Dlogback.configurationFile=" + Path.of("src/test/resources/logback-cluster.xml").toUri(),
        "-cp",
        FlinkDistribution.classPath(),
        main);
  }

  private ProcessBuilder builder(List<String> command, Path output) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("HYPNOS_"));
    builder.environment().put("FLINK_CONF_DIR", configuration.toString());
    return builder.redirectErrorStream(true).redirectOutput(output.toFile());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
