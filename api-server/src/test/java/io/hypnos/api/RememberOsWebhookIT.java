package io.hypnos.api;

import static io.hypnos.api.Remember.memory;
import static io.hypnos.api.Remember.ok;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A receiver is told of changes, signed. */
final class RememberOsWebhookIT {
  @RegisterExtension static final RunningApi API = new RunningApi();

  private record Received(byte[] body, String signature) {
    JsonNode json() {
      return ApiClient.JSON.readTree(body);
    }
  }

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private HttpServer receiver;
  private Remember remember;

  @BeforeEach
  void listen() throws IOException {
    remember = new Remember(API.tenant().client());
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          try (exchange) {
            received.add(
                new Received(
                    exchange.getRequestBody().readAllBytes(),
                    exchange.getRequestHeaders().getFirst("X-RememberOS-Signature")));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
  }

  private static String hmac(String secret, byte[] body) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body));
  }

  @Test
  void changesAreToldWithTheSignatureOfTheSecretShownOnce() throws GeneralSecurityException {
    assertThat(ok(remember.get("webhook/config")).toString()).isEqualTo("{\"url\":null}");
    JsonNode issued = ok(remember.put("webhook/config", Map.of("url", url())));
    String secret = issued.path("secret").asString();
    assertThat(remember.get("webhook/config").text()).contains(url()).doesNotContain(secret);

    String id = remember.add("people", "Mira takes the train");
    ok(remember.patch(memory("people", id), Map.of("text", "Mira cycles")));
    ok(remember.delete(memory("people", id)));

    await().atMost(Duration.ofSeconds(30)).until(() -> received.size() == 3);
    for (Received each : received) {
      assertThat(each.signature()).isEqualTo(hmac(secret, each.body()));
    }
    JsonNode created = told("memory.created").path("data").path("memory");
    assertThat(created.path("id").asString()).isEqualTo(id);
    assertThat(created.path("text").asString()).isEqualTo("Mira takes the train");
    assertThat(created.path("collection").asString()).isEqualTo("people");
    assertThat(created.path("importance").doubleValue()).isEqualTo(0.7);
    assertThat(created.path("images").isArray()).isTrue();
    assertThat(created.path("created_by").path("id").asString()).isNotEmpty();
    assertThat(created.path("created_by").has("label")).isTrue();
    assertThat(told("memory.updated").path("data").path("memory").path("text").asString())
        .isEqualTo("Mira cycles");
    assertThat(told("memory.deleted").path("data").toString())
        .isEqualTo("{\"id\":\"" + id + "\",\"collection\":\"people\"}");
  }

  private JsonNode told(String event) {
    return received.stream()
        .map(Received::json)
        .filter(each -> each.path("event").asString().equals(event))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNewAddressTakesThePlaceOfTheOldOneAndSomeAreRefused() {
    ok(remember.put("webhook/config", Map.of("url", url() + "/old")));
    ok(remember.put("webhook/config", Map.of("url", url())));

    assertThat(ok(remember.get("webhook/config")).path("url").asString()).isEqualTo(url());
    for (String wrong : List.of("ftp://example.org/x", "http://169.254.169.254/x", "nonsense")) {
      assertThat(remember.put("webhook/config", Map.of("url", wrong)).status()).isEqualTo(400);
    }
    assertThat(remember.put("webhook/config", Map.of()).status()).isEqualTo(422);
    ok(remember.delete("webhook/config"));
    assertThat(ok(remember.delete("webhook/config")).toString()).isEqualTo("{\"url\":null}");
    assertThat(ok(remember.get("webhook/config")).path("url").isNull()).isTrue();
  }
}
