package io.hypnos.engine.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TaskExtractorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TODO: rotate the keys                              | TASK | Rotate the keys
          We need to renew the certificate.                  | TASK | Renew the certificate
          I have to call the bank.                           | TASK | Call the bank
          Remind me to water the plants.                     | TASK | Water the plants
          Don't forget to send the invoice!                  | TASK | Send the invoice
          Could you please review the draft by Friday?       | TASK | Review the draft by Friday?
          Goal: launch the newsletter                        | GOAL | Launch the newsletter
          Our main goal is to halve the latency.             | GOAL | Halve the latency
          I want to run a marathon by October.               | GOAL | Run a marathon by October
          - [ ] order new chairs                             | TASK | Order new chairs
          Bob will send the report by Friday.                | TASK | Send the report by Friday
          Wir müssen das Zertifikat erneuern.                | TASK | Das Zertifikat erneuern
          Il faut appeler la banque.                         | TASK | Appeler la banque
          Tenemos que pagar la factura.                      | TASK | Pagar la factura
          我们需要更新证书。                                   | TASK | 更新证书
          """)
  void whatIsToBeDoneIsFound(String text, Task.Kind kind, String title) {
    assertThat(tasks(text))
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.kind()).isEqualTo(kind);
              assertThat(task.title()).isEqualTo(title);
              assertThat(task.done()).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I live in Oslo.",
        "Do I need to call the bank?",
        "I must say it was fun.",
        "It will rain.",
        "",
        "We have a garden.",
        "I'll be there."
      })
  void whatIsNotIsNot(String text) {
    assertThat(tasks(text)).isEmpty();
  }

  @Test
  void dueDatesAndWhoIsToDoItAreTold() {
    Task task = tasks("Bob will send the report by Friday.").get(0);
    assertThat(task.due()).contains(Instant.parse("2026-05-09T00:00:00Z"));
    assertThat(task.assignee()).contains(Subject.external("Bob"));
    assertThat(tasks("I have to call the bank tomorrow at 9 am.").get(0).due())
        .contains(Instant.parse("2026-05-07T09:00:00Z"));
    assertThat(tasks("We need to renew the certificate.").get(0).assignee())
        .contains(Subject.ORGANIZATION);
  }

  @Test
  void aTickedBoxIsDone() {
    assertThat(tasks("- [x] order chairs\n- [ ] order lamps"))
        .extracting(Task::done)
        .containsExactly(true, false);
  }

  private static List<Task> tasks(String text) {
    return new TaskExtractor().extract(SourceText.ofUser(new UUID(0, 0), text, Labelled.NOW));
  }
}
