package io.hypnos.local.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedTest {
  @TempDir Path directory;

  @Test
  void theEndOfStandardInputStopsThePartInOrder() {
    Path trace = directory.resolve("trace");
    try (PartProcess part = start("serve", trace.toString()).awaitReady()) {
      int exitCode = part.stop();

      assertThat(exitCode).isZero();
      assertThat(trace).hasContent("stopped in order");
    }
  }

  @Test
  void aHangingShutdownHookDoesNotKeepTheProcess() {
    try (PartProcess part = start("hang-on-stop").awaitReady()) {
      int exitCode = part.stop();

      assertThat(exitCode).isEqualTo(1);
    }
  }

  @Test
  void aPartWhoseMainReturnsIsReadyThen() {
    try (PartProcess part = start("return").awaitReady()) {
      assertThat(part.stop()).isZero();
    }
  }

  @Test
  void aPartSaysOnceThatItIsReady() {
    try (PartProcess part = start("say-and-return").awaitReady()) {
      assertThat(part.stop()).isZero();
      assertThat(part.output().lines().filter(ReadySignal.LINE::equals)).hasSize(1);
    }
  }

  @Test
  void aRefusedStartIsOneSentenceAndExitCodeOne() {
    try (PartProcess part = start("refuse")) {
      int exitCode = part.awaitExit();

      assertThat(exitCode).isEqualTo(1);
      assertThat(part.output()).isEqualToIgnoringNewLines("Port 1 is taken.");
    }
  }

  @Test
  void aDefectShowsItsStackTraceAndEndsTheProcess() {
    try (PartProcess part = start("defect")) {
      int exitCode = part.awaitExit();

      assertThat(exitCode).isEqualTo(1);
      assertThat(part.output()).contains("IllegalStateException: a defect").contains("\tat ");
    }
  }

  @Test
  void anUnknownMainClassIsOneSentence() {
    try (PartProcess part = startMain(List.of("no.such.Main"))) {
      int exitCode = part.awaitExit();

      assertThat(exitCode).isEqualTo(1);
      assertThat(part.output().lines()).singleElement().asString().contains("no.such.Main");
    }
  }

  private PartProcess start(String... arguments) {
    List<String> main = new ArrayList<>(List.of(SamplePart.class.getName()));
    main.addAll(List.of(arguments));
    return startMain(main);
  }

  private PartProcess startMain(List<String> main) {
    List<String> flags = List.of("-Xmx32m", "-D" + SupervisorWatch.STOP_LIMIT + "=300");
    return PartProcess.start(
        System.getProperty("java.class.path"),
        flags,
        main,
        directory.resolve("none.yml"),
        directory.resolve("output"));
  }
}
