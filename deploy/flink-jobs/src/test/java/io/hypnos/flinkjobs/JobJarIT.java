package io.hypnos.flinkjobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.Engine;
import io.hypnos.engine.intake.DropAttributes;
import io.hypnos.engine.intake.IntakeUnit;
import io.hypnos.engine.intake.IntakeUnit.Traits;
import io.hypnos.engine.intake.UploadedFile;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.schemas.message.IngestMessage.Occasion;
import io.hypnos.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar on a cluster that has only Flink, submitted as {@code deploy/README.md} says.
 */
final class JobJarIT {
  @RegisterExtension
  static final LocalStack STACK =
      LocalStack.of(Part.POSTGRES, Part.OPENSEARCH, Part.KAFKA, Part.S3);

  private static final String JAR =
      Path.of("target/hypnos-flink-jobs.jar").toAbsolutePath().toString();

  @TempDir private static Path directory;
  private static Engine engine;
  private static SessionCluster cluster;

  @BeforeAll
  static void startCluster() throws Exception {
    engine = Engine.open(STACK.settings(), Clock.systemUTC());
    engine.firstTenant().ensure();
    engine.index().ensure();
    cluster = SessionCluster.start(directory);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
    engine.close();
  }

  @Test
  void bothJobsRunAndWhatIsHandedInIsStored() throws Exception {
    Caller caller = newTenant();
    String ingest = run(Map.of(), "run", "-d", JAR);
    String sleep = run(Map.of(), "run", "-d", "-c", "io.hypnos.consolidation.SleepJobMain", JAR);

    tell(caller, "The pilot boat is painted green");
    drop(caller, "The ferry leaves at nine on Sundays.");

    awaitAtMost(60)
        .untilAsserted(
            () ->
                assertThat(texts(caller))
                    .contains(
                        "The pilot boat is painted green", "The ferry leaves at nine on Sundays."));
    for (String job : List.of(ingest, sleep)) {
      awaitAtMost(30).until(() -> state(job).equals("RUNNING"));
      cluster.flink(Map.of(), "cancel", job);
    }
  }

  private static String run(Map<String, String> settings, String... arguments) throws Exception {
    Map<String, String> environment = new LinkedHashMap<>(settings);
    environment.put(Settings.FILE_VARIABLE, STACK.settingsFile().toString());
    environment.put("HYPNOS_FLINK_PARALLELISM", "1");
    environment.put("HYPNOS_FLINK_CHECKPOINT_INTERVAL", "1s");
    return SessionCluster.submitted(cluster.flink(environment, arguments));
  }

  private static String state(String job) throws Exception {
    return cluster.get("/jobs/" + job + "/status").replaceAll(".*\"status\":\"([A-Z]+)\".*", "$1");
  }

  private static Caller newTenant() {
    Tenant tenant = engine.tenants().create("tenant-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    return new Caller(tenant.id(), Optional.empty(), tenant.plan(), "request");
  }

  private static void tell(Caller caller, String text) {
    Occasion nowhere =
        new Occasion(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    engine
        .intake()
        .accept(caller, "harbour", "event", List.of(IntakeUnit.event(text, nowhere, Traits.NONE)));
  }

  private static void drop(Caller caller, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    engine
        .drops()
        .accept(
            caller,
            "harbour",
            List.of(new UploadedFile("ferry.txt", "text/plain", bytes.length, bytes)),
            DropAttributes.NONE);
  }

  private static List<String> texts(Caller caller) {
    return engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle -> handle.createQuery("SELECT content FROM memory").mapTo(String.class).list());
  }

  private static ConditionFactory awaitAtMost(int seconds) {
    return await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(250));
  }
}
