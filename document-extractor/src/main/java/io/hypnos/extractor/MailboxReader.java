package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.apache.tika.mime.MediaType;

/** Mailboxes (mbox): each message in one becomes a document of its own. */
final class MailboxReader implements FormatReader {
  static final MediaType TYPE = MediaType.application("mbox");

  private final PartReader parts;

  MailboxReader(PartReader parts) {
    this.parts = parts;
  }

  @Override
  public ExtractedDocument read(Source source, MediaType type, Reading reading)
      throws IOException, RefusedException {
    int first = reading.partCount();
    try (InputStream stream = source.content().open()) {
      MailboxMessages messages = new MailboxMessages(stream);
      while (messages.next()) {
        try (InputStream message = messages.message()) {
          parts.read(
              PartName.of(""),
              "message/rfc822",
              () -> new UnclosedStream(message),
              source,
              reading);
          // Of a message that is too large, the rest was not read.
          message.transferTo(OutputStream.nullOutputStream());
        }
      }
    }
    return Outcome.container(type, Optional.empty(), Map.of(), first, reading);
  }
}
