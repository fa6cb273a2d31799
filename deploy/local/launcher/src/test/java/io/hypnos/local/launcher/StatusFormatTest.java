package io.hypnos.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.local.stack.Part;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusFormatTest {
  private static final PartReport HEALTHY =
      new PartReport(
          Part.POSTGRES,
          Optional.of(4711L),
          15432,
          45,
          Optional.of(Duration.ofSeconds(123)),
          Optional.empty());
  private static final PartReport GONE =
      new PartReport(
          Part.KAFKA, Optional.empty(), 19092, 0, Optional.empty(), Optional.of("not running"));

  @Test
  void programsGetTheAgreedFields() {
    assertThat(StatusJson.of(false, List.of(HEALTHY, GONE)))
        .isEqualTo(
            "{\"ready\":false,\"parts\":["
                + "{\"name\":\"postgres\",\"pid\":4711,\"port\":15432,\"memory_mb\":45,"
                + "\"uptime_s\":123,\"healthy\":true},"
                + "{\"name\":\"kafka\",\"pid\":null,\"port\":19092,\"memory_mb\":null,"
                + "\"uptime_s\":null,\"healthy\":false}]}");
  }

  @Test
  void peopleGetATable() {
    assertThat(StatusTable.of(List.of(HEALTHY, GONE), Optional.of(99L)))
        .containsExactly(
            "PART         PID      PORT   MEMORY    UPTIME     HEALTH",
            "postgres     4711     15432  45 MB     2m 03s     healthy",
            "kafka        -        19092  -         -          not running",
            "",
            "Supervisor: process 99. Memory of all parts: 45 MB.");
  }

  @Test
  void aMissingSupervisorIsTold() {
    assertThat(StatusTable.of(List.of(GONE), Optional.empty()))
        .last()
        .isEqualTo("Supervisor: not running. Memory of all parts: 0 MB.");
  }

  @Test
  void aLongProblemStaysOnItsLine() {
    PartReport verbose =
        new PartReport(
            Part.S3,
            Optional.of(1L),
            1,
            1,
            Optional.empty(),
            Optional.of("one\ntwo " + "x".repeat(500)));

    assertThat(StatusTable.of(List.of(verbose), Optional.empty()).get(1))
        .contains("one two xxx")
        .endsWith("…")
        .hasSizeLessThan(200);
  }

  @ParameterizedTest
  @CsvSource({"59,59s", "60,1m 00s", "3599,59m 59s", "3600,1h 00m", "90061,1d 01h"})
  void uptimesAreReadable(long seconds, String text) {
    assertThat(StatusTable.text(Duration.ofSeconds(seconds))).isEqualTo(text);
  }
}
