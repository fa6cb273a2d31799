package io.hypnos.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.mail.SmtpListener;
import io.hypnos.engine.Engine;
import io.hypnos.engine.audit.AuditEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mail into the memory, by SMTP and by a mail service. */
final class MailIT {
  @RegisterExtension static final RunningApi API = new RunningApi();

  private RunningApi.NewTenant tenant;
  private ApiClient client;
  private String address;

  @BeforeEach
  void makeMailbox() {
    tenant = API.tenant();
    client = tenant.client();
    address = client.get("/v1/memory/email/address").body().path("address").asString();
    allow("anna@example.org", "@trusted.example");
  }

  @Test
  void aTenantHasOneAddressUntilItTakesAnother() throws IOException {
    assertThat(address).matches("[a-z2-7]{26}@drop\\.localhost");
    assertThat(client.get("/v1/memory/email/address").body().path("address").asString())
        .isEqualTo(address);

    Answer rotated = client.post("/v1/memory/email/address/rotate", Map.of());

    assertThat(rotated.body().path("collection").asString()).isEqualTo("email");
    assertThat(rotated.body().path("address").asString()).isNotEqualTo(address);
    try (Smtp smtp = new Smtp()) {
      assertThat(smtp.say("MAIL FROM:<anna@example.org>")).startsWith("250");
      assertThat(smtp.say("RCPT TO:<" + address + ">")).startsWith("550");
      assertThat(smtp.say("RCPT TO:<" + rotated.body().path("address").asString() + ">"))
          .startsWith("250");
    }
  }

  @Test
  void theListOfSendersIsKeptCleanAndWrongOnesAreRefused() {
    assertThat(allow(" Bob@Example.ORG ", "@x.example", "bob@example.org").text())
        .isEqualTo("{\"senders\":[\"bob@example.org\",\"@x.example\"]}");
    assertThat(client.get("/v1/memory/email/senders").text()).contains("@x.example");
    assertThat(allow("nobody").status()).isIn(400, 422);
    assertThat(allow("a b@example.org").status()).isIn(400, 422);
    assertThat(API.anonymous().get("/v1/memory/email/senders").status()).isEqualTo(401);
  }

  @Test
  void aMailFromWhoMaySendIsQueuedAndFromOthersLeftAsideWithoutTellingThem() throws IOException {
    try (Smtp smtp = new Smtp()) {
      assertThat(smtp.deliver("anna@example.org", address, mail("anna@example.org", "One")))
          .startsWith("250");
      assertThat(smtp.deliver("x@trusted.example", address, mail("y@trusted.example", "Two")))
          .startsWith("250");
      assertThat(smtp.deliver("eve@example.net", address, mail("anna@example.org", "Three")))
          .startsWith("250");
      assertThat(smtp.deliver("anna@example.org", address, mail("eve@example.net", "Four")))
          .startsWith("250");
      assertThat(
              smtp.deliver(
                  "anna@example.org",
                  address,
                  "Authentication-Results: mx; spf=fail\r\n" + mail("anna@example.org", "Five")))
          .startsWith("250");
    }

    assertThat(batches()).containsExactlyInAnyOrder("One.eml", "Two.eml");
    assertThat(refusals()).hasSize(3);
  }

  @Test
  void whatIsTooLargeOrForNobodyIsRefusedAndTheConnectionGoesOn() throws IOException {
    String smuggled = "MAIL FROM:<anna@example.org>\r\nRCPT TO:<%s>\r\nDATA\r\n".formatted(address);
    String large =
        mail("anna@example.org", "Large")
            + "x".repeat(RunningApi.LARGEST_MAIL)
            + "\r\n"
            + smuggled.repeat(5_000);
    try (Smtp smtp = new Smtp()) {
      assertThat(smtp.say("MAIL FROM:<anna@example.org> SIZE=99999999")).startsWith("552");
      assertThat(smtp.say("MAIL FROM:<anna@example.org>")).startsWith("250");
      assertThat(smtp.say("RCPT TO:<someone@elsewhere.example>")).startsWith("550");
      assertThat(smtp.say("RSET")).startsWith("250");
      assertThat(smtp.deliver("anna@example.org", address, large)).startsWith("552");
      assertThat(smtp.deliver("anna@example.org", address, mail("anna@example.org", "Small")))
          .startsWith("250");
    }
    assertThat(batches()).containsExactly("Small.eml");
  }

  @Test
  void aMailServiceMaySendRawMailAndMailInPieces() {
    String raw = "To: " + address + "\r\n" + mail("anna@example.org", "Raw");
    Map<String, Object> pieces =
        Map.of(
            "to", address,
            "from", "Anna <anna@example.org>",
            "subject", "Pieces",
            "text", "We meet on Friday.",
            "message_id", "<pieces@example.org>",
            "attachments",
                List.of(
                    Map.of(
                        "filename",
                        "costs.csv",
                        "content_type",
                        "text/csv",
                        "content_base64",
                        Base64.getEncoder().encodeToString("Tea,4".getBytes(UTF_8)))));

    assertThat(inbound("message/rfc822", raw, RunningApi.MAIL_SECRET, 0).status()).isEqualTo(202);
    assertThat(inbound("application/json", json(pieces), RunningApi.MAIL_SECRET, 0).status())
        .isEqualTo(202);
    assertThat(batches()).containsExactlyInAnyOrder("Raw.eml", "Pieces.eml");
  }

  @Test
  void theSameSignedRequestIsAnsweredAgainButNotTakenAgain() {
    String raw = "To: " + address + "\r\n" + mail("anna@example.org", "Once");

    assertThat(inbound("message/rfc822", raw, RunningApi.MAIL_SECRET, 0).status()).isEqualTo(202);
    assertThat(inbound("message/rfc822", raw, RunningApi.MAIL_SECRET, 0).status())
        .isIn(200, 202); // 202 when a second has passed: then it is signed anew
    assertThat(batches()).contains("Once.eml");
  }

  @Test
  void unsignedOldForeignAndUnreadableMailIsRefused() {
    String raw = "To: " + address + "\r\n" + mail("anna@example.org", "No");
    String other = "To: x@elsewhere.example\r\n" + mail("anna@example.org", "No");
    String secret = RunningApi.MAIL_SECRET;

    assertThat(inbound("message/rfc822", raw, "wrong secret", 0).status()).isEqualTo(401);
    assertThat(inbound("message/rfc822", raw, secret, -400).status()).isEqualTo(401);
    assertThat(inbound("message/rfc822", raw, secret, 400).status()).isEqualTo(401);
    assertThat(
            API.anonymous()
                .postBytes("/email/inbound", "message/rfc822", raw.getBytes(UTF_8))
                .status())
        .isEqualTo(401);
    assertThat(inbound("message/rfc822", other, secret, 0).status()).isEqualTo(404);
    assertThat(inbound("text/plain", raw, secret, 0).status()).isIn(415, 422);
    assertThat(inbound("application/json", "{", secret, 0).status()).isEqualTo(422);
    assertThat(inbound("application/json", "{\"to\":\"x\"}", secret, 0).status()).isEqualTo(422);
    assertThat(
            inbound("message/rfc822", "x".repeat(RunningApi.LARGEST_MAIL + 1), secret, 0).status())
        .isEqualTo(413);
    assertThat(batches()).isEmpty();
  }

  private Answer allow(String... senders) {
    return client.call(
        "PUT",
        "/v1/memory/email/senders",
        Map.of("Content-Type", "application/json"),
        BodyPublishers.ofString(json(Map.of("senders", List.of(senders)))));
  }

  private static String json(Map<String, ?> value) {
    return new tools.jackson.databind.json.JsonMapper().writeValueAsString(value);
  }

  private static String mail(String from, String subject) {
    return "From: %s\r\nSubject: %s\r\nMessage-ID: <%s@example.org>\r\n\r\nWe meet on Friday.\r\n"
        .formatted(from, subject, UUID.randomUUID());
  }

  private static Answer inbound(String type, String body, String secret, long secondsFromNow) {
    String timestamp =
        String.valueOf(Clock.systemUTC().instant().getEpochSecond() + secondsFromNow);
    return API.anonymous()
        .call(
            "POST",
            "/email/inbound",
            Map.of(
                "Content-Type", type,
                "X-Webhook-Timestamp", timestamp,
                "X-Webhook-Signature", signature(secret, timestamp + "." + body)),
            BodyPublishers.ofString(body));
  }

  private static String signature(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> batches() {
    return engine()
        .database()
        .inTenant(
            UUID.fromString(tenant.id()),
            handle ->
                handle
                    .createQuery(
                        "SELECT filename FROM batch JOIN batch_item USING (tenant_id, batch_id)"
                            + " WHERE source = 'email' AND space = 'email'")
                    .mapTo(String.class)
                    .list());
  }

  private List<AuditEntry> refusals() {
    return engine().audit().recent(UUID.fromString(tenant.id()), 100).stream()
        .filter(entry -> entry.action().equals("mail.refuse"))
        .toList();
  }

  private static Engine engine() {
    return API.server().context().getBean(Engine.class);
  }

  /** A client that speaks SMTP line by line. */
  private static final class Smtp implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader answers;
    private final OutputStream lines;

    Smtp() throws IOException {
      socket =
          new Socket(
              InetAddress.getLoopbackAddress(),
              API.server().context().getBean(SmtpListener.class).port());
      socket.setSoTimeout(60_000);
      answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      lines = socket.getOutputStream();
      answer();
      say("EHLO test");
    }

    String deliver(String sender, String recipient, String mail) throws IOException {
      say("MAIL FROM:<" + sender + ">");
      say("RCPT TO:<" + recipient + ">");
      assertThat(say("DATA")).startsWith("354");
      lines.write(mail.getBytes(UTF_8));
      return say("\r\n.");
    }

    String say(String line) throws IOException {
      lines.write((line + "\r\n").getBytes(UTF_8));
      lines.flush();
      return answer();
    }

    private String answer() throws IOException {
      String line = answers.readLine();
      while (line != null && line.length() > 3 && line.charAt(3) == '-') {
        line = answers.readLine();
      }
      return String.valueOf(line);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
