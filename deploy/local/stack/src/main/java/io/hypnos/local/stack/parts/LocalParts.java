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
  }

  public List<PartDefinition> definitions() {
    return java.util.Arrays.stream(Part.values()).map(this::definition).toList();
  }

  private PartDefinition definition(Part part) {
    LocalSettings local = profile.settings().local();
    return switch (part) {
      case POSTGRES -> postgres();
      case OPENSEARCH -> opensearch(local.opensearchHeap());
      case KAFKA ->
          jvm(
              part,
              "deploy/local/kafka-broker",
              "io.hypnos.local.kafka.KafkaBroker",
              "-XX:+UseSerialGC",
              heap(local.kafkaHeap()));
      case S3 ->
          jvm(
              part,
              "deploy/local/object-store",
              "io.hypnos.local.s3.ObjectStore",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              heap(local.s3Heap()));
      case FLINK ->
          jvm(
              part,
              "deploy/local/flink-cluster",
              "io.hypnos.local.flink.FlinkCluster",
              "-XX:+UseSerialGC",
              heap(local.flinkHeap()));
      case API_SERVER ->
          jvm(
              part,
              "api-server",
              "io.hypnos.api.HypnosApiServer",
              "-XX:+UseSerialGC",
              heap(local.apiHeap()));
    };
  }

  private PartDefinition postgres() {
    PostgresServer server = new PostgresServer(profile);
    PostgresBootstrap bootstrap = new PostgresBootstrap(profile);
    return new PartDefinition(
        Part.POSTGRES,
        server::prepare,
        server.command(),
        environment,
        "INT",
        announced -> bootstrap.attempt(),
        HealthProbes.of(Part.POSTGRES, profile.settings()),
        profile.data().log(Part.POSTGRES));
  }

  private PartDefinition opensearch(DataSize heap) {
    String module = "deploy/local/opensearch-node";
    return jvm(
        Part.OPENSEARCH,
        module,
        "io.hypnos.local.opensearch.OpenSearchNode",
        "-Dhypnos.runtime=" + installation.root().resolve(module).resolve("target/runtime"),
        "-XX:+UseG1GC",
        "-Xms" + heap.megabytes() + "m",
        heap(heap),
        "-Djna.nosys=true",
        "-Dio.netty.noUnsafe=true",
        "-Dlog4j2.disable.jmx=true");
  }

  private PartDefinition jvm(Part part, String module, String mainClass, String... flags) {
    DataDirectory data = profile.data();
    HealthProbe probe = HealthProbes.of(part, profile.settings());
    boolean announces = part != Part.API_SERVER;
    return new PartDefinition(
        part,
        () -> prepare(part, module),
        new JvmCommand(installation.root().resolve(module).resolve("target/runtime"), mainClass)
            .with(flags)
            .build(data.temporary(part)),
        environment,
        "TERM",
        announced -> (announced || !announces) && probe.problem(PROBE_LIMIT).isEmpty(),
        probe,
        data.log(part));
  }

  private void prepare(Part part, String module) throws IOException {
    installation.runtime(module);
    Path temporary = profile.data().temporary(part);
    DirectoryTree.delete(temporary);
    Files.createDirectories(temporary);
    Files.createDirectories(profile.data().of(part));
  }

  private static String heap(DataSize size) {
    return "-Xmx" + size.megabytes() + "m";
  }
}
