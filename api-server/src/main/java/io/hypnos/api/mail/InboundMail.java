package io.hypnos.api.mail;

import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.Timestamps;
import io.hypnos.api.web.Violation;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MailDateFormat;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A mail as a service posts it: raw, or taken apart as JSON, which is put together again so that
 * both go the same road. The same parts always give the same bytes, by which a mail without an id
 * is known when it comes again.
 *
 * @param recipients addresses that it is for; of a raw mail those of its header
 */
record InboundMail(List<String> recipients, byte[] bytes) {
  /** Those of a blind copy are only where the servers on its way have noted them. */
  private static final List<String> RECIPIENTS =
      List.of("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To");

  static InboundMail of(String contentType, byte[] body, JsonMapper json) {
    String type =
        contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    try {
      return switch (type) {
        case "message/rfc822" -> raw(body);
        case "application/json" -> put(json.readTree(body));
        default ->
            throw new FailedRequestException(
                Failure.wrongContentType("Expected message/rfc822 or application/json."));
      };
    } catch (JacksonException e) {
      throw new FailedRequestException(Failure.malformed("The body is not valid JSON."));
    } catch (MessagingException | IOException | IllegalArgumentException | DateTimeException e) {
      throw new FailedRequestException(Failure.malformed("The mail could not be read."));
    }
  }

  private static InboundMail raw(byte[] body) throws MessagingException {
    MimeMessage mail = new MimeMessage(session(), new java.io.ByteArrayInputStream(body));
    List<String> recipients = new ArrayList<>();
    for (String name : RECIPIENTS) {
      for (String header : present(mail.getHeader(name))) {
        safe(header).forEach(recipients::add);
      }
    }
    return new InboundMail(List.copyOf(recipients), body);
  }

  private static String[] present(String[] headers) {
    return headers == null ? new String[0] : headers;
  }

  private static InboundMail put(JsonNode fields) throws MessagingException, IOException {
    List<String> recipients = texts(required(fields, "to")).stream().toList();
    MimeMessage mail =
        new MimeMessage(session()) {
          @Override
          protected void updateMessageID() throws MessagingException {
            // Its own id is what tells a repeat.
            if (fields.path("message_id").isString()) {
              setHeader("Message-ID", oneLine(fields.path("message_id").stringValue()));
            }
          }
        };
    mail.setHeader("To", oneLine(String.join(", ", recipients)));
    mail.setFrom(new InternetAddress(oneLine(required(fields, "from").asString("")), false));
    mail.setSubject(oneLine(fields.path("subject").asString("")), "utf-8");
    Optional<Instant> date = date(fields);
    date.ifPresent(sent -> setDate(mail, sent));
    MimeMultipart whole = new BoundedBy(boundary(fields));
    whole.addBodyPart(words(fields));
    for (JsonNode attachment : fields.path("attachments")) {
      whole.addBodyPart(attached(attachment));
    }
    mail.setContent(whole);
    mail.saveChanges();
    if (date.isEmpty()) {
      // Made up by saving, and another one each second.
      mail.removeHeader("Date");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    mail.writeTo(bytes);
    return new InboundMail(
        recipients.stream().flatMap(to -> safe(to)).toList(), bytes.toByteArray());
  }

  /** Parts with a boundary that follows from them; one that is made up differs each time. */
  private static final class BoundedBy extends MimeMultipart {
    BoundedBy(String boundary) {
      contentType = "multipart/mixed; boundary=\"%s\"".formatted(boundary);
    }
  }

  private static String boundary(JsonNode fields) {
    MessageDigest digest = sha256();
    for (String name : List.of("from", "to", "subject", "date", "text", "html", "message_id")) {
      add(digest, fields.path(name));
    }
    for (JsonNode attachment : fields.path("attachments")) {
      for (String name : List.of("filename", "content_type", "content_base64")) {
        add(digest, attachment.path(name));
      }
    }
    return "=_" + HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static void add(MessageDigest digest, JsonNode part) {
    digest.update(part.toString().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static MimeBodyPart words(JsonNode fields) throws MessagingException {
    String text = fields.path("text").asString("");
    MimeBodyPart part = new MimeBodyPart();
    if (!text.isBlank()) {
      part.setText(text, "utf-8");
    } else {
      part.setText(fields.path("html").asString(""), "utf-8", "html");
    }
    return part;
  }

  private static MimeBodyPart attached(JsonNode attachment) throws MessagingException {
    byte[] content = Base64.getMimeDecoder().decode(attachment.path("content_base64").asString(""));
    MimeBodyPart part = new MimeBodyPart();
    String type = oneLine(attachment.path("content_type").asString("application/octet-stream"));
    part.setDataHandler(new DataHandler(new ByteArrayDataSource(content, type)));
    part.setFileName(oneLine(attachment.path("filename").asString("attachment")));
    part.setDisposition(jakarta.mail.Part.ATTACHMENT);
    part.setHeader("Content-Transfer-Encoding", "base64");
    return part;
  }

  private static JsonNode required(JsonNode fields, String name) {
    JsonNode value = fields.path(name);
    if (value.isMissingNode() || value.isNull()) {
      throw new FailedRequestException(
          Failure.invalid(
              List.of(new Violation(List.of("body", name), "Field required", "missing"))));
    }
    return value;
  }

  private static List<String> texts(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(each -> each.asString("")).toList()
        : List.of(value.asString(""));
  }

  private static Optional<Instant> date(JsonNode fields) {
    return Optional.of(fields.path("date").asString(""))
        .filter(text -> !text.isBlank())
        .map(InboundMail::moment);
  }

  /** As JSON has times, or as mail has them. */
  private static Instant moment(String text) {
    try {
      return Timestamps.parse(text);
    } catch (DateTimeException e) {
      return ofMail(text, e);
    }
  }

  private static Instant ofMail(String text, DateTimeException otherwise) {
    try {
      return new MailDateFormat().parse(text.strip()).toInstant();
    } catch (ParseException e) {
      otherwise.addSuppressed(e);
      throw otherwise;
    }
  }

  private static void setDate(Message mail, Instant date) {
    try {
      mail.setSentDate(Date.from(date));
    } catch (MessagingException e) {
      throw new IllegalArgumentException("a date that mail cannot have", e);
    }
  }

  private static java.util.stream.Stream<String> safe(String to) {
    try {
      return addresses(to).stream();
    } catch (MessagingException e) {
      return java.util.stream.Stream.of(to);
    }
  }

  private static List<String> addresses(String header) throws MessagingException {
    return java.util.Arrays.stream(InternetAddress.parseHeader(header, false))
        .map(InternetAddress::getAddress)
        .filter(address -> address != null)
        .toList();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  private static Session session() {
    return Session.getInstance(new Properties());
  }
}
