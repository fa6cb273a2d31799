package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.tika.mime.MediaType;

/**
 * One mail: its subject as a heading, what it says (the plain text where there is a choice, quoted
 * history marked as such), and its attachments as documents of their own.
 */
final class MailReader implements FormatReader {
  private static final MediaType HTML = MediaType.text("html");
  private static final MimeConfig BOUNDS =
      MimeConfig.custom()
          .setMaxLineLen(-1)
          .setMaxHeaderCount(2000)
          .setMaxHeaderLen(100_000)
          .build();

  private final PlainTextReader plainText;
  private final TikaReader tika;
  private final PartReader parts;

  MailReader(PlainTextReader plainText, TikaReader tika, PartReader parts) {
    this.plainText = plainText;
    this.tika = tika;
    this.parts = parts;
  }

  /** A mail being read. */
  private record Open(Source source, MediaType type, BlockCollector blocks, Reading reading) {}

  @Override
  public ExtractedDocument read(Source source, MediaType type, Reading reading)
      throws IOException, RefusedException {
    DefaultMessageBuilder builder = new DefaultMessageBuilder();
    builder.setMimeEntityConfig(BOUNDS);
    builder.setDecodeMonitor(DecodeMonitor.SILENT);
    try (InputStream stream = source.content().open()) {
      return read(builder.parseMessage(stream), source, type, reading);
    } catch (StackOverflowError e) {
      throw new RefusedException(
          Status.CORRUPT, Refusal.NESTED_TOO_DEEPLY, "The mail is nested too deeply.");
    }
  }

  private ExtractedDocument read(Message mail, Source source, MediaType type, Reading reading)
      throws IOException, RefusedException {
    if (isEncrypted(mail)) {
      throw new RefusedException(Status.ENCRYPTED, Refusal.ENCRYPTED, "The mail is encrypted.");
    }
    int first = reading.partCount();
    Optional<String> subject = MailProperties.subject(mail);
    Map<String, String> properties = MailProperties.of(mail);
    BlockCollector blocks = reading.collector();
    subject.ifPresent(line -> blocks.add(Kind.HEADING, 0, line));
    Open open = new Open(source, type, blocks, reading);
    walk(mail, open);
    if (blocks.isEmpty() && reading.partCount() > first) {
      return Outcome.container(type, subject, properties, first, reading);
    }
    return Outcome.of(type, subject, properties, blocks, reading);
  }

  private void walk(Entity entity, Open open) throws IOException, RefusedException {
    Body body = entity.getBody();
    if (body instanceof Multipart multipart) {
      List<Entity> choices = MailText.contents(multipart);
      if ("alternative".equalsIgnoreCase(multipart.getSubType())) {
        oneOf(choices, open);
        return;
      }
      for (Entity each : choices) {
        walk(each, open);
      }
    } else if (body instanceof Message inner) {
      parts.read(
          PartName.of(MailProperties.subject(inner).orElse("message") + ".eml"),
          "message/rfc822",
          0,
          part -> readInner(inner, part, open),
          open.source(),
          open.reading());
    } else if (body instanceof SingleBody single) {
      single(entity, single, open);
    }
  }

  private void oneOf(List<Entity> choices, Open open) throws IOException, RefusedException {
    Optional<Entity> best = best(choices, open);
    for (Entity each : choices) {
      if (best.stream().anyMatch(chosen -> chosen == each)) {
        walk(each, open);
      } else {
        attachments(each, open);
      }
    }
  }

  /** Some programs hang attachments on one form of the text only. */
  private void attachments(Entity form, Open open) throws IOException, RefusedException {
    if (form.getBody() instanceof Multipart multipart) {
      for (Entity each : MailText.contents(multipart)) {
        attachments(each, open);
      }
    } else if (isAttached(form) || !String.valueOf(form.getMimeType()).startsWith("text/")) {
      walk(form, open);
    }
  }

  private ExtractedDocument readInner(Message inner, Source part, Open open) throws IOException {
    int first = open.reading().partCount();
    try {
      return read(inner, part, open.type(), open.reading());
    } catch (RefusedException e) {
      open.reading().forgetFrom(first);
      return e.asDocument(open.type().toString());
    }
  }

  private void single(Entity entity, SingleBody body, Open open)
      throws IOException, RefusedException {
    String type = String.valueOf(entity.getMimeType());
    boolean attached = isAttached(entity);
    if (!attached && type.equals("text/plain")) {
      plainText(entity, body, open.blocks());
    } else if (!attached && type.equals("text/html")) {
      PartExtractor inline = new PartExtractor(parts, open.source(), open.reading());
      try (InputStream html = body.getInputStream()) {
        tika.readText(html, html(entity), open.blocks(), inline);
      }
    } else if (!MailText.isSignature(type)) {
      String name = Optional.ofNullable(entity.getFilename()).orElse("");
      parts.read(PartName.of(name), type, body::getInputStream, open.source(), open.reading());
    }
  }

  private void plainText(Entity entity, SingleBody body, BlockCollector blocks) throws IOException {
    try (InputStream text = body.getInputStream()) {
      plainText.read(text, MailText.charset(entity.getHeader()).orElse(""), MailText.TYPE, blocks);
    }
  }

  /** Plain text if it says anything, else HTML, else whatever comes last and so is the richest. */
  private Optional<Entity> best(List<Entity> choices, Open open)
      throws IOException, RefusedException {
    for (Entity choice : choices) {
      if (saysInPlainText(choice, open)) {
        return Optional.of(choice);
      }
    }
    return choices.stream()
        .filter(MailReader::holdsHtml)
        .findFirst()
        .or(() -> choices.stream().reduce((earlier, later) -> later));
  }

  private boolean saysInPlainText(Entity entity, Open open) throws IOException, RefusedException {
    if (entity.getBody() instanceof Multipart multipart) {
      for (Entity each : MailText.contents(multipart)) {
        if (saysInPlainText(each, open)) {
          return true;
        }
      }
    } else if (entity.getBody() instanceof SingleBody body
        && "text/plain".equals(entity.getMimeType())
        && !isAttached(entity)) {
      // Only decoding it tells blanks from words: a mail of HTML may hold a no-break space here.
      BlockCollector words = open.reading().collector();
      plainText(entity, body, words);
      return !words.isEmpty();
    }
    return false;
  }

  private static boolean holdsHtml(Entity entity) {
    if (entity.getBody() instanceof Multipart multipart) {
      return MailText.contents(multipart).stream().anyMatch(MailReader::holdsHtml);
    }
    return "text/html".equals(entity.getMimeType()) && !isAttached(entity);
  }

  private static boolean isAttached(Entity entity) {
    return "attachment".equalsIgnoreCase(entity.getDispositionType())
        || entity.getFilename() != null;
  }

  private static boolean isEncrypted(Entity entity) {
    String type = String.valueOf(entity.getMimeType());
    return type.equals("multipart/encrypted")
        || (type.matches("application/(x-)?pkcs7-mime")
            && !MailText.isSignedOnly(entity.getHeader()));
  }

  private static MediaType html(Entity entity) {
    return MailText.charset(entity.getHeader())
        .map(charset -> new MediaType(HTML, "charset", charset))
        .orElse(HTML);
  }
}
