package io.hypnos.schemas.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.schemas.message.IngestMessage.Attributes;
import io.hypnos.schemas.message.IngestMessage.Content;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class MessageCodecTest {
  private static final IngestMessage MESSAGE =
      new IngestMessage(
          IngestMessage.VERSION,
          UUID.fromString("0f7c1c52-6d0e-4a51-9f0a-3a2f6f2c7b10"),
          "notes",
          UUID.fromString("5a0f2f1e-8a6b-4c0d-9d0e-1f2a3b4c5d6e"),
          0,
          "drop",
          "sha256:abc",
          new Content(Optional.empty(), Optional.of("t/drop/1"), "a.txt", "text/plain", 12),
          new Attributes(
              Optional.empty(),
              Optional.of("doc"),
              Optional.of(0.7),
              Optional.empty(),
              Map.of("k", "ü")),
          Instant.parse("2026-11-21T10:00:00.123456Z"));

  @Test
  void messageSurvivesTheRoundTrip() throws MalformedMessageException {
    assertThat(MessageCodec.decode(MessageCodec.encode(MESSAGE), IngestMessage.class))
        .isEqualTo(MESSAGE);
  }

  @Test
  void anEventSurvivesTheRoundTripAndAMessageOfAnOlderWriterIsNone() throws Exception {
    IngestMessage event =
        new IngestMessage(
            IngestMessage.VERSION,
            MESSAGE.tenantId(),
            MESSAGE.space(),
            MESSAGE.batchId(),
            7,
            "event",
            "id",
            MESSAGE.content(),
            MESSAGE.attributes(),
            MESSAGE.acceptedAt(),
            Optional.of(
                new IngestMessage.Occasion(
                    Optional.of("session"),
                    Optional.of(3),
                    Optional.of("Ann"),
                    Optional.empty(),
                    Optional.of(MESSAGE.acceptedAt()))),
            Optional.of(new IngestMessage.Revision(4, true)),
            Optional.of("gated"));

    assertThat(MessageCodec.decode(MessageCodec.encode(event), IngestMessage.class))
        .isEqualTo(event);
    String json = new String(MessageCodec.encode(MESSAGE), UTF_8);
    String older = json.replaceAll(",\"(occasion|revision|policy)\":null", "");
    assertThat(older).doesNotContain("occasion", "revision", "policy");
    assertThat(MessageCodec.decode(older.getBytes(UTF_8), IngestMessage.class)).isEqualTo(MESSAGE);
  }

  @Test
  void unknownFieldsOfANewerWriterAreIgnored() throws MalformedMessageException {
    String json = new String(MessageCodec.encode(MESSAGE), UTF_8);
    String newer = "{\"added_later\":{\"x\":1}," + json.substring(1);

    assertThat(MessageCodec.decode(newer.getBytes(UTF_8), IngestMessage.class)).isEqualTo(MESSAGE);
  }

  @Test
  void whatIsNotAMessageIsRefused() {
    for (String bad : new String[] {"", "null", "[]", "{}", "{\"version\":", "\u0000"}) {
      assertThatThrownBy(() -> MessageCodec.decode(bad.getBytes(UTF_8), IngestMessage.class))
          .as(bad)
          .isInstanceOf(MalformedMessageException.class);
    }
  }
}
