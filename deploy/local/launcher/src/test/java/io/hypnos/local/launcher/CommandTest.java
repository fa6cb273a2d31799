package io.hypnos.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hypnos.local.stack.StackException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandTest {
  @Test
  void everyCommandIsUnderstood() {
    assertThat(parse("up")).isEqualTo(new Command.Up(false));
    assertThat(parse("up", "--foreground")).isEqualTo(new Command.Up(true));
    assertThat(parse("down")).isEqualTo(new Command.Down());
    assertThat(parse("status")).isEqualTo(new Command.Status(false));
    assertThat(parse("status", "--json")).isEqualTo(new Command.Status(true));
    assertThat(parse("reset")).isEqualTo(new Command.Reset(false));
    assertThat(parse("reset", "--yes")).isEqualTo(new Command.Reset(true));
    assertThat(parse("help")).isEqualTo(new Command.Help());
    assertThat(parse("--help")).isEqualTo(new Command.Help());
    assertThat(parse()).isEqualTo(new Command.Help());
  }

  @Test
  void logsTakeAPartAndAFlagInAnyOrder() {
    assertThat(parse("logs")).isEqualTo(new Command.Logs(Optional.empty(), false));
    assertThat(parse("logs", "-f")).isEqualTo(new Command.Logs(Optional.empty(), true));
    assertThat(parse("logs", "kafka")).isEqualTo(new Command.Logs(Optional.of("kafka"), false));
    assertThat(parse("logs", "kafka", "-f"))
        .isEqualTo(new Command.Logs(Optional.of("kafka"), true));
    assertThat(parse("logs", "-f", "api-server"))
        .isEqualTo(new Command.Logs(Optional.of("api-server"), true));
    assertThat(parse("logs", "supervisor"))
        .isEqualTo(new Command.Logs(Optional.of("supervisor"), false));
  }

  @Test
  void anUnknownPartIsRefusedWithThoseThereAre() {
    assertThatExceptionOfType(StackException.class)
        .isThrownBy(() -> parse("logs", "redis"))
        .withMessage(
            "There is no part 'redis'; parts are postgres, opensearch, kafka, s3, flink,"
                + " api-server.");
  }

  @Test
  void anUnknownCommandIsRefused() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> parse("start"))
        .withMessage("There is no command 'start'; './hypnos help' shows those there are.");
  }

  @Test
  void anUnknownArgumentIsRefused() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> parse("up", "--forground"))
        .withMessage("'up' does not take '--forground'; './hypnos help' shows what it takes.");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> parse("logs", "kafka", "--tail"));
  }

  private static Command parse(String... arguments) {
    return Command.parse(List.of(arguments));
  }

  @Test
  void theQuarantineIsListedShownRedrivenAndDiscardedById() {
    String id = "5a0f2f1e-8a6b-4c0d-9d0e-1f2a3b4c5d6e";

    assertThat(Command.parse(List.of("quarantine")))
        .isEqualTo(new Command.Quarantine("list", List.of(), false));
    assertThat(Command.parse(List.of("quarantine", "list", "--all")))
        .isEqualTo(new Command.Quarantine("list", List.of(), true));
    assertThat(Command.parse(List.of("quarantine", "redrive", id, id)))
        .isEqualTo(new Command.Quarantine("redrive", List.of(id, id), false));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Command.parse(List.of("quarantine", "discard")));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Command.parse(List.of("quarantine", "show", "../x")));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Command.parse(List.of("quarantine", "eat", id)));
  }
}
