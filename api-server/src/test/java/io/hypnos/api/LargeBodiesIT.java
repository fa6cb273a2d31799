package io.hypnos.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.web.MemoryBudget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** However many large bodies arrive at once, the server holds no more of them than it may. */
final class LargeBodiesIT {
  private static final String WRITE = "/api/v1/memory/write";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private MemoryBudget budget;
  private int whole;
  private ApiClient client;

  @BeforeEach
  void wholeBudget() {
    budget = API.server().context().getBean("bodyBudget", MemoryBudget.class);
    whole = RunningApi.LARGE_BODIES / 1024;
    await().until(() -> budget.freeKilobytes() == whole);
    client = API.tenant("unlimited").client();
  }

  @Test
  void beyondTheBoundALargeBodyIs503InTheShapeOfItsDialectAndSmallOnesPass() throws Exception {
    try (Slow first = slow();
        Slow second = slow()) {
      await().until(() -> budget.freeKilobytes() < 2 * 24);

      Answer refused = client.postText(WRITE, large());
      Answer operator = API.operator().postText("/admin/tenants", large());

      assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("2");
      assertThat(refused.body().path("code").asString()).isEqualTo("UNAVAILABLE");
      assertThat(refused.body().path("retryable").booleanValue()).isTrue();
      assertThat(operator.status()).isEqualTo(503);
      assertThat(operator.header("Retry-After")).isEqualTo("2");
      assertThat(operator.body().path("error").path("code").asString()).isEqualTo("unavailable");
      assertThat(client.write("small", "a small body passes").status()).isEqualTo(200);
      assertThat(first.finish()).isEqualTo(422);
      assertThat(second.finish()).isEqualTo(422);
    }
    await().until(() -> budget.freeKilobytes() == whole);
    assertThat(client.postText(WRITE, large()).status()).isEqualTo(422);
  }

  @Test
  void whoseLengthIsNotAnnouncedCountsAsTheLargest() throws Exception {
    try (Slow first = slow();
        Slow second = slow()) {
      await().until(() -> budget.freeKilobytes() < 2 * 24);

      Answer chunked =
          client.call(
              "POST",
              WRITE,
              Map.of("Content-Type", "application/json"),
              BodyPublishers.ofInputStream(
                  () -> new ByteArrayInputStream(large().getBytes(UTF_8))));

      assertThat(chunked.status()).as(chunked.toString()).isEqualTo(503);
      assertThat(first.finish()).isEqualTo(422);
      assertThat(second.finish()).isEqualTo(422);
    }
  }

  @Test
  void whoGoesAwayInTheMiddleGivesItsShareBack() throws Exception {
    try (Slow gone = slow()) {
      await().until(() -> budget.freeKilobytes() < whole);
      assertThat(gone).isNotNull();
    }

    await().until(() -> budget.freeKilobytes() == whole);
  }

  /** Nearly as large as a body may be, and without the field that a write needs. */
  private static String large() {
    return "{\"domain\": \"" + "d".repeat(RunningApi.LARGEST_BODY - 8 * 1024) + "\"}";
  }

  private Slow slow() throws IOException {
    return new Slow(new Socket(InetAddress.getLoopbackAddress(), API.port()), client.key());
  }

  /** A request whose body stops in the middle until it is finished. */
  private static final class Slow implements AutoCloseable {
    private final Socket socket;
    private final byte[] body = large().getBytes(UTF_8);

    Slow(Socket socket, String key) throws IOException {
      this.socket = socket;
      String head =
          "POST %s HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: %s\r\nContent-Type: application/json\r\n"
              .formatted(WRITE, key);
      String length = "Content-Length: %d\r\n\r\n".formatted(body.length);
      socket.getOutputStream().write((head + length).getBytes(US_ASCII));
      socket.getOutputStream().write(body, 0, body.length / 2);
      socket.getOutputStream().flush();
    }

    /** The status of the answer. */
    int finish() throws IOException {
      socket.getOutputStream().write(body, body.length / 2, body.length - body.length / 2);
      socket.getOutputStream().flush();
      InputStream answer = socket.getInputStream();
      String line = new String(answer.readNBytes("HTTP/1.1 200".length()), US_ASCII);
      return Integer.parseInt(line.substring(line.length() - 3));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
