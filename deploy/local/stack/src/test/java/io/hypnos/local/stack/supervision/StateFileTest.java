package io.hypnos.local.stack.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
  @TempDir Path directory;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    StateFile file = new StateFile(directory.resolve("state.json"));
    StackState state =
        new StackState(
            42,
            StackState.Phase.FAILED,
            Optional.of(new StackState.Failure("kafka", "no room")),
            List.of(
                new PartState(
                    "kafka",
                    PartStatus.RESTARTING,
                    Optional.of(43L),
                    2,
                    Optional.of(Instant.parse("2026-01-02T03:04:05Z")),
                    Optional.of(1500L),
                    Optional.of("no room")),
                new PartState(
                    "s3",
                    PartStatus.STOPPED,
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())));

    file.write(state);

    assertThat(file.read()).contains(state);
  }

  @Test
  void nothingIsReadBeforeTheFirstWrite() throws IOException {
    assertThat(new StateFile(directory.resolve("state.json")).read()).isEmpty();
  }
}
