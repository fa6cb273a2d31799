package io.hypnos.api;

import static io.hypnos.api.Remember.ok;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A server with a relay sends the mail that it writes. */
final class MailRelayIT {
  @RegisterExtension static final RunningApi API = new RunningApi();

  private record Taken(String recipient, String text) {}

  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private SMTPServer relay;

  @BeforeEach
  void startRelay() {
    relay =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .messageHandlerFactory(context -> new Taking())
            .build();
    relay.start();
  }

  @AfterEach
  void stopRelay() {
    relay.stop();
  }

  /** Takes one mail; as often as wanted it refuses first. */
  private final class Taking implements MessageHandler {
    private String to = "";

    @Override
    public void from(String sender) {
      assertThat(sender).isEqualTo("keys@example.org");
    }

    @Override
    public void recipient(String recipient) throws RejectException {
      if (refusals.getAndDecrement() > 0) {
        throw new RejectException(451, "not now");
      }
      to = recipient;
    }

    @Override
    public String data(InputStream data) {
      try {
        taken.add(new Taken(to, new String(data.readAllBytes(), UTF_8)));
        return "taken";
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void done() {
      // Nothing is left to do.
    }
  }

  private HypnosSettings settings() {
    return Settings.with(
        RunningApi.settings(),
        Map.of(
            "mail.relay-host",
            "127.0.0.1",
            "mail.relay-port",
            String.valueOf(relay.getPortAllocated()),
            "mail.relay-security",
            "none",
            "mail.from",
            "keys@example.org",
            "api.public-url",
            "https://memory.example.org"));
  }

  @Test
  void whatIsRefusedOnceIsSentLater() {
    refusals.set(1);
    String email = "relay-" + UUID.randomUUID() + "@example.org";
    ApiServer server = ApiServer.start(settings());
    try {
      Remember anonymous = new Remember(new ApiClient("http://127.0.0.1:" + server.port(), ""));

      ok(anonymous.post("signup", Map.of("email", email)));

      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> taken.stream().anyMatch(mail -> mail.recipient().equals(email)));
      String text =
          taken.stream()
              .filter(mail -> mail.recipient().equals(email))
              .findFirst()
              .orElseThrow()
              .text();
      assertThat(text)
          .contains("Subject: Your key", "https://memory.example.org/v1/memory/reveal/");
      assertThat(taken.stream().filter(mail -> mail.recipient().equals(email))).hasSize(1);
    } finally {
      server.close();
    }
  }
}
