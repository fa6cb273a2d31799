package io.hypnos.extractor;

import io.hypnos.schemas.extract.DocumentProperty;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.address.Mailbox;

/** Who wrote a mail to whom, when and about what. */
final class MailProperties {
  private MailProperties() {}

  static Optional<String> subject(Message mail) {
    return Optional.ofNullable(mail.getSubject())
        .map(subject -> String.join(" ", CleanText.paragraphs(decoded(subject), false)))
        .filter(subject -> !subject.isEmpty());
  }

  static Map<String, String> of(Message mail) {
    Map<String, String> properties = new TreeMap<>();
    subject(mail)
        .ifPresent(line -> DocumentProperties.put(properties, DocumentProperty.SUBJECT, line));
    if (mail.getFrom() != null && !mail.getFrom().isEmpty()) {
      DocumentProperties.put(properties, DocumentProperty.SENDER, shown(mail.getFrom().get(0)));
    }
    if (mail.getTo() != null) {
      DocumentProperties.put(
          properties,
          DocumentProperty.RECIPIENTS,
          mail.getTo().flatten().stream()
              .map(MailProperties::shown)
              .collect(Collectors.joining(", ")));
    }
    if (mail.getDate() != null) {
      properties.put(DocumentProperty.DATE, mail.getDate().toInstant().toString());
    }
    if (mail.getMessageId() != null) {
      DocumentProperties.put(properties, DocumentProperty.MESSAGE_ID, mail.getMessageId());
    }
    return properties;
  }

  private static String shown(Mailbox mailbox) {
    String name = mailbox.getName();
    return name == null || name.isBlank()
        ? mailbox.getAddress()
        : decoded(name) + " <" + mailbox.getAddress() + ">";
  }

  private static String decoded(String text) {
    return DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT);
  }
}
