package io.hypnos.local.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.Engine;
import io.hypnos.engine.intake.DropAttributes;
import io.hypnos.engine.intake.UploadedFile;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The part as the supervisor runs it, with the ingest job on real parts. */
final class FlinkClusterIT {
  @RegisterExtension
  static final LocalStack STACK =
      LocalStack.of(Part.POSTGRES, Part.OPENSEARCH, Part.KAFKA, Part.S3, Part.FLINK);

  private static Engine engine;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void openEngine() {
    engine = Engine.open(STACK.settings(), Clock.systemUTC());
    engine.firstTenant().ensure();
    engine.index().ensure();
  }

  @AfterAll
  static void closeEngine() {
    engine.close();
  }

  @Test
  void theJobRunsAndItsLogNamesTheRequest() {
    Caller caller = newTenant("request-" + UUID.randomUUID());

    drop(caller, "lamp.txt", "The lamp in the hall is broken.");

    awaitTexts(caller, "The lamp in the hall is broken.");
    // The line is written after the commit that made the text visible.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(Files.readString(STACK.log(Part.FLINK))).contains(caller.requestId()));
  }

  @Test
  void aKilledClusterGoesOnWhereItWas() throws Exception {
    Caller caller = newTenant("request-kill");
    drop(caller, "before.txt", "This was dropped before the kill.");
    awaitTexts(caller, "This was dropped before the kill.");
    await().atMost(Duration.ofMinutes(1)).until(() -> !checkpoints().isEmpty());

    STACK.kill(Part.FLINK);
    drop(caller, "meanwhile.txt", "This was dropped while nobody worked.");
    STACK.awaitHealthy(Part.FLINK);

    awaitTexts(
        caller, "This was dropped before the kill.", "This was dropped while nobody worked.");
    assertThat(Files.readString(STACK.log(Part.FLINK))).contains("starts from checkpoint");
  }

  @Test
  void aStoppedClusterStartsFromItsLastCheckpointAndLeavesNoProcess() throws Exception {
    await().atMost(Duration.ofMinutes(1)).until(() -> !checkpoints().isEmpty());
    ProcessHandle process = ProcessHandle.of(STACK.pid(Part.FLINK)).orElseThrow();
    List<ProcessHandle> children = process.descendants().toList();

    STACK.stop(Part.FLINK);

    assertThat(process.isAlive()).isFalse();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(checkpoints()).isNotEmpty();
    STACK.start(Part.FLINK);
    Caller caller = newTenant("request-stop");
    drop(caller, "after.txt", "This was dropped after the stop.");
    awaitTexts(caller, "This was dropped after the stop.");
  }

  @Test
  void theWebUiShowsTheJobAndTakesNoOrders() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(200);
    assertThat(get("/jobs/overview").body()).contains("hypnos-ingest", "RUNNING");
    assertThat(get("/jars").statusCode()).isEqualTo(404);
    assertThat(get("/jobmanager/config").body()).doesNotContain(secret());
  }

  private static String secret() {
    return STACK.settings().database().appPassword().reveal();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri =
        URI.create("http://127.0.0.1:%d%s".formatted(STACK.settings().flink().uiPort(), path));
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static List<Path> checkpoints() {
    FlinkDirectories directories = FlinkDirectories.below(STACK.settings().data());
    return new CheckpointFolder(directories.checkpointsOf("hypnos-ingest")).complete();
  }

  private static Caller newTenant(String requestId) {
    Tenant tenant = engine.tenants().create("tenant-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    return new Caller(tenant.id(), Optional.empty(), tenant.plan(), requestId);
  }

  private static void drop(Caller caller, String filename, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    engine
        .drops()
        .accept(
            caller,
            "hall",
            List.of(new UploadedFile(filename, "text/plain", bytes.length, bytes)),
            DropAttributes.NONE);
  }

  private static void awaitTexts(Caller caller, String... texts) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(() -> assertThat(texts(caller)).containsExactlyInAnyOrder(texts));
  }

  /** What was said in the files; each file has a memory of its own as well. */
  private static Stream<String> texts(Caller caller) {
    return engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle -> handle.createQuery("SELECT content FROM memory").mapTo(String.class).list())
        .stream()
        .filter(text -> !text.startsWith("File "));
  }
}
