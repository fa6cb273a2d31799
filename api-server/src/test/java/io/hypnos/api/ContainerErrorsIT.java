package io.hypnos.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no HTTP client would send. */
final class ContainerErrorsIT {
  @RegisterExtension static final RunningApi API = new RunningApi();

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/%zz", "/api/v1/%ff", "/api/v1/%00", "/api/v1/%", "/api/v1/%c3%28"})
  void aPathWithBrokenEscapesIs400InTheShapeOfItsDialect(String path) throws IOException {
    String answer = exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400").contains("\"code\":\"VALIDATION_ERROR\"");
    assertThat(answer).contains("X-Request-Id: req_").contains("X-RateLimit-Limit: ");
    assertThat(answer).doesNotContain("<html").doesNotContain("Tomcat");
  }

  @Test
  void endlessHeadersAre400() throws IOException {
    String answer =
        exchange(
            "GET /v1/memory/health HTTP/1.1\r\nHost: x\r\nX: "
                + "a".repeat(20_000)
                + "\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("<html");
  }

  @Test
  void noHostIs400() throws IOException {
    assertThat(exchange("GET /health HTTP/1.1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .doesNotContain("<html");
  }

  @Test
  void garbageIsNotAnsweredWithAPage() throws IOException {
    assertThat(exchange("GARBAGE\r\n\r\n")).doesNotContain("<html").doesNotContain("500");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/../../admin/tenants", "/api/v1/%2e%2e/%2e%2e/admin/tenants"})
  void dotsDoNotLeadAround(String path) throws IOException {
    assertThat(exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 404");
  }

  @Test
  void aBodyThatNeverComesIsNotA500() throws IOException {
    String key = API.tenant().client().key();
    String answer =
        exchange(
            "POST /api/v1/memory/write HTTP/1.1\r\nHost: x\r\nX-Api-Key: "
                + key
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
                + "Connection: close\r\n\r\nnot a chunk\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400").contains("VALIDATION_ERROR");
  }

  private static String exchange(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), API.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
