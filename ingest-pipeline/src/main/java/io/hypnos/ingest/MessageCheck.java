package io.hypnos.ingest;

import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Content;
import java.util.Optional;

/** What a message must have beyond its form. */
final class MessageCheck {
  private MessageCheck() {}

  static Optional<String> problemOf(IngestMessage message) {
    Content content = message.content();
    if (message.version() > IngestMessage.VERSION) {
      return Optional.of("written by a newer version: " + message.version());
    }
    if (message.space().isBlank()) {
      return Optional.of("the space has no name");
    }
    if (message.deletes()) {
      return Optional.empty();
    }
    if (message.occasion().isPresent() && content.text().filter(MessageCheck::says).isEmpty()) {
      return Optional.of("the event has no words");
    }
    if (content.text().isPresent() == content.blobKey().isPresent()) {
      return Optional.of("the content must be either a text or an object");
    }
    // Objects of other tenants are out of reach even for a message that was forged.
    if (content.blobKey().filter(key -> !key.startsWith(message.tenantId() + "/")).isPresent()) {
      return Optional.of("the object does not belong to the tenant");
    }
    return Optional.empty();
  }

  private static boolean says(String text) {
    return !text.isBlank();
  }
}
