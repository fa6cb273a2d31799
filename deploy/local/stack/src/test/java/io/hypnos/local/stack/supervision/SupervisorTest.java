package io.hypnos.local.stack.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hypnos.local.stack.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  private static final String SERVE = "echo READY; exec sleep 600";
  private static final Timing FAST =
      new Timing(
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Duration.ofMillis(20),
          Duration.ofSeconds(60));

  @TempDir Path directory;

  private final AtomicBoolean serving = new AtomicBoolean(true);
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<PartDefinition> definitions = new ArrayList<>();
  private Supervisor supervisor;

  @AfterEach
  void stop() throws InterruptedException {
    supervisor.stop();
  }

  @Test
  void aStartedPartIsHealthyAndItsOutputIsKept() throws Exception {
    start(FAST, part(Part.KAFKA, SERVE));

    PartState state = supervisor.state(Part.KAFKA);
    assertThat(state.status()).isEqualTo(PartStatus.HEALTHY);
    assertThat(state.restarts()).isZero();
    assertThat(state.readyMillis()).isPresent();
    assertThat(ProcessHandle.of(state.pid().orElseThrow())).isPresent();
    assertThat(lines).contains("kafka READY");
    assertThat(log(Part.KAFKA)).contains("READY");
  }

  @Test
  void aDeadPartIsBroughtBack() throws Exception {
    start(FAST, part(Part.KAFKA, SERVE));
    long before = supervisor.state(Part.KAFKA).pid().orElseThrow();

    supervisor.kill(Part.KAFKA);

    await().until(() -> supervisor.state(Part.KAFKA).isHealthy());
    assertThat(supervisor.state(Part.KAFKA).pid()).isPresent().isNotEqualTo(Optional.of(before));
    assertThat(supervisor.state(Part.KAFKA).restarts()).isEqualTo(1);
  }

  @Test
  void aPartThatRunsButDoesNotServeIsRestarted() throws Exception {
    start(FAST, part(Part.KAFKA, SERVE));

    serving.set(false);
    await().until(() -> supervisor.state(Part.KAFKA).restarts() > 0);
    serving.set(true);

    await().until(() -> supervisor.state(Part.KAFKA).isHealthy());
  }

  @Test
  void aPartThatDoesNotServeForAMomentIsNotRestarted() throws Exception {
    Timing patient =
        new Timing(
            FAST.startTimeout(),
            FAST.stopTimeout(),
            FAST.probeInterval(),
            FAST.probeLimit(),
            Duration.ofMinutes(1),
            FAST.longestPause(),
            FAST.recovery());
    start(patient, part(Part.KAFKA, SERVE));

    serving.set(false);
    await().until(() -> supervisor.state(Part.KAFKA).status() == PartStatus.UNHEALTHY);
    assertThat(supervisor.state(Part.KAFKA).problem()).contains("asleep");
    serving.set(true);
    await().until(() -> supervisor.state(Part.KAFKA).isHealthy());

    assertThat(supervisor.state(Part.KAFKA).restarts()).isZero();
  }

  @Test
  void aPartIsNotRestartedForWhatItsDependencyLacks() throws Exception {
    start(FAST, part(Part.KAFKA, SERVE), part(Part.API_SERVER, SERVE));

    supervisor.stop(Part.KAFKA);
    serving.set(false);
    await().until(() -> supervisor.state(Part.API_SERVER).status() == PartStatus.UNHEALTHY);
    await()
        .during(Duration.ofSeconds(1))
        .until(() -> supervisor.state(Part.API_SERVER).restarts() == 0);

    serving.set(true);
    supervisor.start(Part.KAFKA);
    await().until(() -> supervisor.state(Part.API_SERVER).isHealthy());
  }

  @Test
  void aPartThatDiesAgainAndAgainFailsTheStartAndIsStillTried() {
    assertThatExceptionOfType(StartFailedException.class)
        .isThrownBy(() -> start(FAST, part(Part.S3, "echo broken; exit 3")))
        .withMessage("s3 did not get ready: it ended with exit code 3")
        .satisfies(failure -> assertThat(failure.part()).isEqualTo(Part.S3));

    int restarts = supervisor.state(Part.S3).restarts();
    await().until(() -> supervisor.state(Part.S3).restarts() > restarts);
  }

  @Test
  void aPartThatTakesTooLongFailsTheStart() {
    Timing hasty =
        new Timing(
            Duration.ofMillis(200),
            FAST.stopTimeout(),
            FAST.probeInterval(),
            FAST.probeLimit(),
            FAST.unhealthyLimit(),
            FAST.longestPause(),
            FAST.recovery());

    assertThatExceptionOfType(StartFailedException.class)
        .isThrownBy(() -> start(hasty, part(Part.S3, "exec sleep 600")))
        .withMessageContaining("s3 did not get ready: it took longer than");
  }

  @Test
  void aPreparationThatFailsFailsTheStart() {
    PartDefinition part = part(Part.S3, SERVE);
    PartDefinition unprepared =
        new PartDefinition(
            part.part(),
            () -> {
              throw new IOException("no room");
            },
            part.command(),
            part.environment(),
            part.stopSignal(),
            part.readiness(),
            part.probe(),
            part.log());

    assertThatExceptionOfType(StartFailedException.class)
        .isThrownBy(() -> start(FAST, unprepared))
        .withMessage("s3 did not get ready: no room");
  }

  @Test
  void aPartStopsInOrder() throws Exception {
    Path trace = directory.resolve("trace");
    start(
        FAST,
        part(
            Part.S3,
            "trap 'echo stopped >"
                + trace
                + "; exit 0' TERM; echo READY;"
                + " while true; do sleep 0.1; done"));

    supervisor.stop(Part.S3);

    assertThat(trace).hasContent("stopped");
    assertThat(supervisor.state(Part.S3).status()).isEqualTo(PartStatus.STOPPED);
    assertThat(supervisor.state(Part.S3).pid()).isEmpty();
  }

  @Test
  void aPartThatDoesNotStopIsKilled() throws Exception {
    Timing hasty =
        new Timing(
            FAST.startTimeout(),
            Duration.ofMillis(200),
            FAST.probeInterval(),
            FAST.probeLimit(),
            FAST.unhealthyLimit(),
            FAST.longestPause(),
            FAST.recovery());
    start(hasty, part(Part.S3, "trap '' TERM; echo READY; while true; do sleep 0.1; done"));
    long pid = supervisor.state(Part.S3).pid().orElseThrow();

    supervisor.stop(Part.S3);

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aStoppedPartStaysAwayUntilItIsStarted() throws Exception {
    start(FAST, part(Part.S3, SERVE));
    supervisor.stop(Part.S3);
    assertThat(supervisor.state(Part.S3).status()).isEqualTo(PartStatus.STOPPED);

    supervisor.start(Part.S3);

    assertThat(supervisor.state(Part.S3).isHealthy()).isTrue();
  }

  @Test
  void dependantsStartLastAndStopFirst() throws Exception {
    Path trace = directory.resolve("trace");
    start(
        FAST,
        part(Part.API_SERVER, tracing("api-server", trace)),
        part(Part.KAFKA, tracing("kafka", trace)));
    supervisor.stop();

    assertThat(Files.readAllLines(trace))
        .containsExactly("kafka up", "api-server up", "api-server down", "kafka down");
  }

  @Test
  void onlyTheGivenEnvironmentReachesTheProcess() throws Exception {
    start(FAST, part(Part.S3, "env; " + SERVE));

    assertThat(lines).contains("s3 GIVEN=yes").noneMatch(line -> line.startsWith("s3 HOME="));
  }

  private static String tracing(String name, Path trace) {
    return ("trap 'echo %1$s down >>%2$s; exit 0' TERM; echo %1$s up >>%2$s; echo READY;"
            + " while true; do sleep 0.1; done")
        .formatted(name, trace);
  }

  private void start(Timing timing, PartDefinition... parts) throws InterruptedException {
    definitions.addAll(List.of(parts));
    supervisor =
        new Supervisor(
            definitions,
            timing,
            Clock.systemUTC(),
            states -> {},
            (part, line) -> lines.add(part.label() + " " + line));
    Set<Part> wanted = EnumSet.noneOf(Part.class);
    definitions.forEach(definition -> wanted.add(definition.part()));
    supervisor.start(wanted);
  }

  private PartDefinition part(Part part, String script) {
    return new PartDefinition(
        part,
        () -> {},
        () -> List.of("sh", "-c", script),
        Map.of("PATH", System.getenv("PATH"), "GIVEN", "yes"),
        "TERM",
        announced -> announced,
        limit -> serving.get() ? Optional.empty() : Optional.of("asleep"),
        directory.resolve(part.label() + ".log"));
  }

  private String log(Part part) throws IOException {
    return Files.readString(directory.resolve(part.label() + ".log"));
  }
}
