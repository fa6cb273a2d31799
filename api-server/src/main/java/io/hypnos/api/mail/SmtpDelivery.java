package io.hypnos.api.mail;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.mail.Mailbox;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/**
 * One mail of a connection. 250 is answered once S3 and Kafka have it; 451 asks the sender to come
 * again.
 */
final class SmtpDelivery implements MessageHandler {
  /** A mail for several tenants comes once for each: senders do so when they are told 452. */
  static final int MOST_RECIPIENTS = 1;

  private static final Logger LOG = LoggerFactory.getLogger(SmtpDelivery.class);
  private static final long MOST_READ_ON = 256L * 1024 * 1024;
  private static final int AGAIN = 451;
  private static final int TOO_MANY_RECIPIENTS = 452;
  private static final int NO_MAILBOX = 550;
  private static final int TOO_LARGE = 552;
  private static final int REFUSED = 554;

  private final MailGate gate;
  private final String requestId = UUID.randomUUID().toString();
  private Optional<String> sender = Optional.empty();
  private Optional<Mailbox> mailbox = Optional.empty();

  SmtpDelivery(MailGate gate) {
    this.gate = gate;
  }

  @Override
  public void from(String from) {
    sender = Optional.of(from);
  }

  @Override
  public void recipient(String recipient) throws RejectException {
    if (mailbox.isPresent()) {
      throw new RejectException(TOO_MANY_RECIPIENTS, "one recipient at a time");
    }
    try {
      mailbox = gate.mailbox(recipient);
    } catch (HypnosException e) {
      throw later(e);
    }
    if (mailbox.isEmpty()) {
      throw new RejectException(NO_MAILBOX, "no such mailbox here");
    }
  }

  @Override
  public String data(InputStream mail) throws RejectException, IOException {
    Mailbox target =
        mailbox.orElseThrow(() -> new RejectException(NO_MAILBOX, "no such mailbox here"));
    try {
      gate.take(target, sender, mail, requestId);
      // The same for who may not send: nobody shall find out who may.
      return "taken";
    } catch (HypnosException e) {
      readToTheEnd(mail);
      if (e.code() == ErrorCode.TOO_LARGE) {
        throw new RejectException(TOO_LARGE, "the mail is too large");
      }
      throw later(e);
    }
  }

  /**
   * What is left of a refused mail would else be taken for commands, written by whoever wrote it.
   */
  private static void readToTheEnd(InputStream mail) throws IOException, RejectException {
    byte[] buffer = new byte[64 * 1024];
    long left = MOST_READ_ON;
    int read = mail.read(buffer);
    while (read >= 0) {
      left -= read;
      if (left < 0) {
        throw new DropConnectionException(TOO_LARGE, "the mail is far too large");
      }
      read = mail.read(buffer);
    }
  }

  @Override
  public void done() {
    // Nothing is held between mails.
  }

  private RejectException later(HypnosException failure) {
    LOG.warn("a mail was not taken, request {}: {}", requestId, failure.code());
    return failure.code().retryable()
        ? new RejectException(AGAIN, "not now, try again later")
        : new RejectException(REFUSED, "the mail cannot be taken");
  }
}
