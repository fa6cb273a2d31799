package io.hypnos.api.mail;

import io.hypnos.engine.account.MailOutbox;
import io.hypnos.engine.account.OutgoingMail;
import io.hypnos.settings.MailSettings;
import io.hypnos.settings.Secret;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands mail of the outbox to the operator's SMTP relay. */
final class MailRelay {
  private static final Logger LOG = LoggerFactory.getLogger(MailRelay.class);
  private static final String PATIENCE_MILLIS = "10000";

  private final MailOutbox outbox;
  private final MailSettings settings;
  private final String host;

  MailRelay(MailOutbox outbox, MailSettings settings, String host) {
    this.outbox = outbox;
    this.settings = settings;
    this.host = host;
  }

  /** Sends some and says whether there was any to send. */
  boolean runOnce() {
    return outbox.deliver(this::send);
  }

  private boolean send(OutgoingMail mail) {
    Session session = Session.getInstance(properties());
    try (Transport transport = session.getTransport("smtp")) {
      MimeMessage message = new MimeMessage(session);
      message.setFrom(new InternetAddress(settings.from()));
      message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.recipient()));
      message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
      message.setText(mail.body(), StandardCharsets.UTF_8.name());
      message.setSentDate(Date.from(mail.createdAt()));
      message.saveChanges();
      transport.connect(
          host,
          settings.relayPort(),
          settings.relayUser().orElse(null),
          settings.relayPassword().map(Secret::reveal).orElse(null));
      transport.sendMessage(message, message.getAllRecipients());
      return true;
    } catch (MessagingException e) {
      // What a server says may repeat the address.
      LOG.warn("mail {} is not sent yet: {}", mail.id(), e.getClass().getSimpleName());
      return false;
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.put("mail.smtp.auth", String.valueOf(settings.relayUser().isPresent()));
    properties.put("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
    properties.put("mail.smtp.timeout", PATIENCE_MILLIS);
    properties.put("mail.smtp.writetimeout", PATIENCE_MILLIS);
    switch (settings.relaySecurity()) {
      case "starttls" -> {
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
      }
      case "tls" -> properties.put("mail.smtp.ssl.enable", "true");
      default -> properties.put("mail.smtp.starttls.enable", "false");
    }
    return properties;
  }
}
