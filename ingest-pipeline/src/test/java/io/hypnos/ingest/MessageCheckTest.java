package io.hypnos.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Content;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class MessageCheckTest {
  @Test
  void textsAndOwnObjectsPass() {
    assertThat(MessageCheck.problemOf(Samples.text(0, "text"))).isEmpty();
    assertThat(MessageCheck.problemOf(Samples.file(0, "a.txt"))).isEmpty();
  }

  @Test
  void contentMustBeExactlyOneThing() {
    assertThat(MessageCheck.problemOf(with(Optional.empty(), Optional.empty()))).isPresent();
    assertThat(
            MessageCheck.problemOf(
                with(Optional.of("text"), Optional.of(Samples.TENANT + "/drop/1"))))
        .isPresent();
  }

  @Test
  void anObjectOfAnotherTenantIsOutOfReach() {
    String foreign = UUID.fromString("11111111-2222-4333-8444-555555555555") + "/drop/1";

    assertThat(MessageCheck.problemOf(with(Optional.empty(), Optional.of(foreign))))
        .contains("the object does not belong to the tenant");
  }

  @Test
  void aMessageOfANewerVersionIsNotGuessedAt() {
    IngestMessage message = Samples.text(0, "text");
    IngestMessage newer =
        new IngestMessage(
            IngestMessage.VERSION + 1,
            message.tenantId(),
            message.space(),
            message.batchId(),
            message.item(),
            message.source(),
            message.externalId(),
            message.content(),
            message.attributes(),
            message.acceptedAt());

    assertThat(MessageCheck.problemOf(newer)).contains("written by a newer version: 2");
  }

  private static IngestMessage with(Optional<String> text, Optional<String> blobKey) {
    return Samples.message(0, new Content(text, blobKey, "a.txt", "text/plain", 1));
  }
}
