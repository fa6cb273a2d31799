package io.hypnos.local.stack.parts;

import io.hypnos.local.stack.DataDirectory;
import io.hypnos.local.stack.DirectoryTree;
import io.hypnos.local.stack.Installation;
import io.hypnos.local.stack.LocalProfile;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.health.HealthProbe;
import io.hypnos.local.stack.health.HealthProbes;
import io.hypnos.local.stack.postgres.PostgresBootstrap;
import io.hypnos.local.stack.postgres.PostgresServer;
import io.hypnos.local.stack.supervision.PartDefinition;
import io.hypnos.settings.DataSize;
import io.hypnos.settings.LocalSettings;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Defines the parts of a profile. */
public final class LocalParts {
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
  private static final Map<Part, String> MODULES =
      Map.of(
          Part.OPENSEARCH, "deploy/local/opensearch-node",
          Part.KAFKA, "deploy/local/kafka-broker",
          Part.S3, "deploy/local/object-store",
          Part.FLINK, "deploy/local/flink-cluster",
          Part.API_SERVER, "api-server");

  private static final String[] QUICK_COMPILER = {"-XX:TieredStopAtLevel=1"};

  /**
   * Optimises what runs twice as often as usual: while parts start, the cores have other work. More
   * patience would save more of a start, and make the first thousands of calls slow.
   */
  private static final String[] PATIENT_COMPILER = {
    "-XX:Tier4InvocationThreshold=10000",
    "-XX:Tier4MinInvocationThreshold=1200",
    "-XX:Tier4CompileThreshold=30000",
    "-XX:Tier4BackEdgeThreshold=80000"
  };

  private final LocalProfile profile;
  private final Installation installation;
  private final Map<String, String> environment;

  /**
   * @param environment of this process; settings in it do not reach the parts
   */
  public LocalParts(
      LocalProfile profile, Installation installation, Map<String, String> environment) {
    this.profile = profile;
    this.installation = installation;
    this.environment = new HashMap<>(environment);
    this.environment.keySet().removeIf(name -> name.startsWith("HYPNOS_"));
    this.environment.put(Settings.FILE_VARIABLE, profile.data().effectiveSettings().toString());
    this.environment.put(Installation.ROOT_VARIABLE, installation.root().toString());
    // The runtime of the embedding model looks for this before any code of ours can forbid it.
    this.environment.put("ORT_DISABLE_TELEMETRY", "1");
  }

  public List<PartDefinition> definitions() {
    return java.util.Arrays.stream(Part.values()).map(this::definition).toList();
  }

  /** Fails when a module whose process will be started is not built. */
  public static void requireBuilt(Installation installation) {
    MODULES.values().forEach(installation::runtime);
  }

  private PartDefinition definition(Part part) {
    LocalSettings local = profile.settings().local();
    return switch (part) {
      case POSTGRES -> postgres();
      case OPENSEARCH -> opensearch(local.opensearchHeap());
      case KAFKA ->
          jvm(
              part,
              "io.hypnos.local.kafka.KafkaBroker",
              "-XX:+UseSerialGC",
              heap(local.kafkaHeap()));
      case S3 ->
          jvm(part, "io.hypnos.local.s3.ObjectStore", "-XX:+UseSerialGC", heap(local.s3Heap()));
      case FLINK ->
          jvm(
              part,
              "io.hypnos.local.flink.FlinkCluster",
              "-XX:+UseSerialGC",
              heap(local.flinkHeap()));
      case API_SERVER ->
          jvm(part, "io.hypnos.api.HypnosApiServer", "-XX:+UseSerialGC", heap(local.apiHeap()));
    };
  }

  private PartDefinition postgres() {
    PostgresServer server = new PostgresServer(profile);
    PostgresBootstrap bootstrap = new PostgresBootstrap(profile);
    return new PartDefinition(
        Part.POSTGRES,
        server::prepare,
        server::command,
        environment,
        "INT",
        announced -> bootstrap.attempt(),
        HealthProbes.of(Part.POSTGRES, profile.settings()),
        profile.data().log(Part.POSTGRES));
  }

  private PartDefinition opensearch(DataSize heap) {
    return jvm(
        Part.OPENSEARCH,
        "io.hypnos.local.opensearch.OpenSearchNode",
        "-Dhypnos.runtime=" + runtime(Part.OPENSEARCH),
        "-XX:+UseG1GC",
        "-Xms" + heap.megabytes() + "m",
        heap(heap),
        "-Djna.nosys=true",
        "-Dio.netty.noUnsafe=true",
        "-Dlog4j2.disable.jmx=true");
  }

  private PartDefinition jvm(Part part, String mainClass, String... flags) {
    DataDirectory data = profile.data();
    HealthProbe probe = HealthProbes.of(part, profile.settings());
    JvmCommand command = new JvmCommand(runtime(part), mainClass).with(flags);
    if (part == Part.FLINK) {
      command.yielding(profile.settings().local().flinkNiceness());
    }
    command.with(profile.settings().local().quickCompiler() ? QUICK_COMPILER : PATIENT_COMPILER);
    return new PartDefinition(
        part,
        () -> prepare(part),
        () -> command.build(data.temporary(part)),
        environment,
        "TERM",
        announced -> announced && probe.problem(PROBE_LIMIT).isEmpty(),
        probe,
        data.log(part));
  }

  private Path runtime(Part part) {
    return installation.root().resolve(MODULES.get(part)).resolve("target/runtime");
  }

  private void prepare(Part part) throws IOException {
    installation.runtime(MODULES.get(part));
    Path temporary = profile.data().temporary(part);
    DirectoryTree.delete(temporary);
    Files.createDirectories(temporary);
  }

  private static String heap(DataSize size) {
    return "-Xmx" + size.megabytes() + "m";
  }
}
