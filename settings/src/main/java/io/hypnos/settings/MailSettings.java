package io.hypnos.settings;

import java.time.Duration;
import java.util.Optional;

/** Mail that is remembered: the SMTP listener and the inbound route. */
public record MailSettings(
    @Setting(
            value = "local",
            doc =
                "Whether mail is taken by SMTP: on, off, or local for on in the local stack only.")
        String smtp,
    @Setting(value = "127.0.0.1", doc = "Address that the SMTP listener binds to.") String smtpHost,
    @Setting(
            value = "2525",
            min = "0",
            max = "65535",
            doc = "Port of the SMTP listener; 0 picks a free one.")
        int smtpPort,
    @Setting(
            value = "20",
            min = "1",
            max = "1000",
            doc = "Connections of the SMTP listener at the same time.")
        int smtpConnections,
    @Setting(value = "60s", min = "1s", max = "10m", doc = "How long a silent connection stays.")
        Duration smtpTimeout,
    @Setting(value = "drop.localhost", doc = "Domain of the addresses that tenants get.")
        String domain,
    @Setting(value = "email", doc = "Space that mail goes to.") String space,
    @Setting(value = "25MB", min = "1KB", max = "500MB", doc = "Largest mail.") DataSize maxSize,
    @Setting(
            doc =
                "Secret under which a mail service signs what it posts to the inbound route; unset,"
                    + " the route refuses all.")
        Optional<Secret> inboundSecret,
    @Setting(
            doc =
                "Host of the SMTP relay that takes mail to tenants; unset, it stays in the outbox.")
        Optional<String> relayHost,
    @Setting(value = "587", min = "1", max = "65535", doc = "Port of the relay.") int relayPort,
    @Setting(
            value = "starttls",
            doc = "How the talk with the relay is protected: starttls, tls or none.")
        String relaySecurity,
    @Setting(doc = "Name under which to log in to the relay; unset, without.")
        Optional<String> relayUser,
    @Setting(doc = "Password for it.") Optional<Secret> relayPassword,
    @Setting(value = "hypnos@localhost", doc = "Sender of mail to tenants.") String from) {

  public MailSettings {
    if (!relaySecurity.matches("starttls|tls|none")) {
      throw new IllegalArgumentException("relay-security must be starttls, tls or none.");
    }
    if (!smtp.matches("on|off|local")) {
      throw new IllegalArgumentException("smtp must be on, off or local.");
    }
  }

  /** Whether the listener is started; what is local is decided before by the local stack. */
  public boolean smtpEnabled() {
    return smtp.equals("on");
  }
}
