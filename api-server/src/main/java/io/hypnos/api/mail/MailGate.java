package io.hypnos.api.mail;

import io.hypnos.engine.Engine;
import io.hypnos.engine.intake.MailDrop;
import io.hypnos.engine.mail.Mailbox;
import io.hypnos.engine.mail.Mailboxes;
import io.hypnos.engine.tenancy.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about mail, whichever way it comes. A sender who may not send is not told: the mail is
 * left aside with a note for the tenant.
 */
final class MailGate {
  private static final Logger LOG = LoggerFactory.getLogger(MailGate.class);

  private final Mailboxes mailboxes;
  private final MailDrop drop;
  private final String domain;

  MailGate(Engine engine, String domain) {
    this.mailboxes = engine.mailboxes();
    this.drop = engine.mailDrop();
    this.domain = domain.toLowerCase(Locale.ROOT);
  }

  /** The mailbox of an address, if it is one of ours. */
  Optional<Mailbox> mailbox(String address) {
    String lower = address.strip().toLowerCase(Locale.ROOT);
    int at = lower.lastIndexOf('@');
    return at > 0 && lower.substring(at + 1).equals(domain)
        ? mailboxes.find(lower.substring(0, at))
        : Optional.empty();
  }

  String addressOf(Mailbox mailbox) {
    return mailbox.token() + "@" + domain;
  }

  /**
   * Takes a mail or leaves it aside; when this returns, it need not come again.
   *
   * @param envelopeSender as the sending server said; absent when no server did
   * @return whether it was taken
   */
  boolean take(Mailbox mailbox, Optional<String> envelopeSender, InputStream mail, String requestId)
      throws IOException {
    MailHead.Opened opened = MailHead.open(mail);
    MailHead head = opened.head();
    Optional<String> refusal = refusal(mailbox, envelopeSender, head);
    if (refusal.isPresent()) {
      String sender = head.senders().stream().findFirst().or(() -> envelopeSender).orElse("");
      mailboxes.refused(mailbox, shortened(sender), refusal.get(), requestId);
      LOG.info("left a mail aside: {}", refusal.get());
      return false;
    }
    Caller caller = new Caller(mailbox.tenantId(), Optional.empty(), mailbox.plan(), requestId);
    drop.accept(caller, head.messageId(), head.subject(), opened.mail());
    return true;
  }

  private static Optional<String> refusal(
      Mailbox mailbox, Optional<String> envelopeSender, MailHead head) {
    if (head.failedChecks()) {
      return Optional.of("a check on its way found it forged");
    }
    if (head.senders().isEmpty()) {
      return Optional.of("it names no sender");
    }
    boolean admitted =
        Stream.concat(envelopeSender.stream(), head.senders().stream()).allMatch(mailbox::admits);
    return admitted ? Optional.empty() : Optional.of("its sender may not send here");
  }

  private static String shortened(String address) {
    String plain = address.replaceAll("\\p{Cntrl}", "");
    return plain.substring(0, Math.min(plain.length(), 254));
  }
}
