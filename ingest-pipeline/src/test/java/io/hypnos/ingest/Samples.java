package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Attributes;
import io.hypnos.schemas.message.IngestMessage.Content;
import io.hypnos.schemas.message.IngestMessage.Occasion;
import io.hypnos.schemas.message.IngestMessage.Revision;
import io.hypnos.schemas.message.MessageCodec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Messages for tests. */
final class Samples {
  static final UUID TENANT = UUID.fromString("0f7c1c52-6d0e-4a51-9f0a-3a2f6f2c7b10");
  static final UUID BATCH = UUID.fromString("5a0f2f1e-8a6b-4c0d-9d0e-1f2a3b4c5d6e");
  static final Instant ACCEPTED = Instant.parse("2026-11-21T10:00:00Z");

  private Samples() {}

  static IngestMessage text(int item, String text) {
    return message(item, new Content(Optional.of(text), Optional.empty(), "note", "text/plain", 1));
  }

  static IngestMessage file(int item, String filename) {
    return message(
        item,
        new Content(
            Optional.empty(),
            Optional.of(TENANT + "/drop/" + filename),
            filename,
            "application/octet-stream",
            1));
  }

  static IngestMessage event(int item, String text) {
    return with(
        text(item, text),
        Optional.of(
            new Occasion(
                Optional.of("session"),
                Optional.empty(),
                Optional.of("Ann"),
                Optional.empty(),
                Optional.of(ACCEPTED))),
        Optional.empty());
  }

  static IngestMessage deletion(int item) {
    return with(
        message(item, new Content(Optional.empty(), Optional.empty(), "gone", "text/plain", 0)),
        Optional.empty(),
        Optional.of(new Revision(2, true)));
  }

  private static IngestMessage with(
      IngestMessage message, Optional<Occasion> occasion, Optional<Revision> revision) {
    return new IngestMessage(
        message.version(),
        message.tenantId(),
        message.space(),
        message.batchId(),
        message.item(),
        message.source(),
        message.externalId(),
        message.content(),
        message.attributes(),
        message.acceptedAt(),
        occasion,
        revision,
        Optional.empty());
  }

  static IngestMessage message(int item, Content content) {
    return new IngestMessage(
        IngestMessage.VERSION,
        TENANT,
        "notes",
        BATCH,
        item,
        "drop",
        "external-" + item,
        content,
        new Attributes(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of()),
        ACCEPTED);
  }

  static RawRecord raw(IngestMessage message) {
    return raw(message.item(), MessageCodec.encode(message));
  }

  static RawRecord raw(int offset, byte[] value) {
    return new RawRecord(origin(offset), "key".getBytes(UTF_8), value);
  }

  static Origin origin(int offset) {
    return new Origin(
        "hypnos.ingest", 0, offset, Optional.of("request-" + offset), Optional.empty());
  }

  static IntakeItem item(IngestMessage message) {
    return new IntakeItem(origin(message.item()), message);
  }
}
