package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.ExtractorProtocol.Request;
import io.hypnos.schemas.extract.ExtractorProtocol.Response;
import io.hypnos.schemas.extract.Refusal;
import java.io.IOException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;

/** Bytes to blocks of text; whatever is wrong with a document becomes its status. */
final class DocumentParser {
  private final Formats formats = new Formats();
  private final PlainTextReader plainText =
      new PlainTextReader(new TextDecoder(formats.encodings()));
  private final PartReader parts = new PartReader(this);
  private final TikaReader tika = new TikaReader(formats.parser(), parts);
  private final MailReader mails = new MailReader(plainText, tika, parts);
  private final MailboxReader mailboxes = new MailboxReader(parts);
  private final ArchiveReader archives = new ArchiveReader(parts);
  private final MediaReader media = new MediaReader(formats.mediaParser());

  Response parse(Request request, Content content) throws IOException {
    Reading reading = new Reading(request.limits());
    ExtractedDocument document =
        read(Source.root(request.filename(), request.contentType(), content), reading);
    return new Response(document.withParts(reading.parts()), reading.media());
  }

  /** Reads one document; when it is refused, nothing that it contains is kept. */
  ExtractedDocument read(Source source, Reading reading) throws IOException {
    if (source.content().isEmpty()) {
      return ExtractedDocument.refused(
          Status.EMPTY, Refusal.NO_BYTES, source.declaredType(), "The document has no bytes.");
    }
    MediaType type;
    try (TikaInputStream stream = source.content().open()) {
      type = formats.detector().detect(stream, hints(source));
    }
    int first = reading.partCount();
    try {
      return readerOf(type).read(source, type, reading);
    } catch (RefusedException e) {
      reading.forgetFrom(first);
      return e.asDocument(type.toString());
    } catch (IOException e) {
      reading.forgetFrom(first);
      return ExtractedDocument.refused(
          Status.CORRUPT, Refusal.DAMAGED, type.toString(), "The document is damaged.");
    }
  }

  private FormatReader readerOf(MediaType type) {
    return switch (formats.kindOf(type)) {
      case PLAIN_TEXT -> plainText;
      case MAIL -> mails;
      case MAILBOX -> mailboxes;
      case ARCHIVE -> archives;
      case MEDIA -> media;
      case PARSER -> tika;
      case NONE -> DocumentParser::unsupported;
    };
  }

  private static ExtractedDocument unsupported(Source source, MediaType type, Reading reading)
      throws RefusedException {
    throw new RefusedException(
        Status.UNSUPPORTED, Refusal.UNSUPPORTED, "There is no reader for " + type + " files.");
  }

  private static Metadata hints(Source source) {
    Metadata metadata = new Metadata();
    if (!source.name().isBlank()) {
      metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, source.name());
    }
    if (!source.declaredType().isBlank()
        && !source.declaredType().startsWith("application/octet-stream")) {
      metadata.set(Metadata.CONTENT_TYPE, source.declaredType());
    }
    return metadata;
  }
}
