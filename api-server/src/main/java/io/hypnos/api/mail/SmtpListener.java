package io.hypnos.api.mail;

import io.hypnos.settings.MailSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.subethamail.smtp.server.SMTPServer;

/**
 * Takes mail by SMTP for the addresses of tenants and for nobody else: it relays nothing. Starts
 * only where the settings say so.
 */
public final class SmtpListener implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpListener.class);

  private final MailSettings settings;
  private final SMTPServer server;

  SmtpListener(MailGate gate, MailSettings settings) {
    this.settings = settings;
    this.server =
        SMTPServer.port(settings.smtpPort())
            .bindAddress(address(settings.smtpHost()))
            .hostName(settings.domain())
            .softwareName("Hypnos")
            .maxConnections(settings.smtpConnections())
            .connectionTimeout((int) settings.smtpTimeout().toMillis(), TimeUnit.MILLISECONDS)
            // A sender who announces more is told at once; undeclared bytes are counted as they
            // come.
            .maxMessageSize((int) Math.min(Integer.MAX_VALUE, settings.maxSize().bytes()))
            .maxRecipients(SmtpDelivery.MOST_RECIPIENTS)
            .messageHandlerFactory(context -> new SmtpDelivery(gate))
            .build();
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPortAllocated();
  }

  @Override
  public boolean isAutoStartup() {
    return settings.smtpEnabled();
  }

  @Override
  public void start() {
    server.start();
    LOG.info("mail is taken at {}:{}", settings.smtpHost(), port());
  }

  @Override
  public void stop() {
    server.stop();
  }

  @Override
  public boolean isRunning() {
    return server.isRunning();
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "hypnos.mail.smtp-host is no address of this machine: " + host, e);
    }
  }
}
