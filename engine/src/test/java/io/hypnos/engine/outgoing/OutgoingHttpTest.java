package io.hypnos.engine.outgoing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hypnos.engine.outgoing.OutgoingResult.Answered;
import io.hypnos.engine.outgoing.OutgoingResult.Failed;
import io.hypnos.engine.outgoing.OutgoingResult.Refused;
import io.hypnos.settings.OutgoingSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutgoingHttpTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final AtomicInteger lookups = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private OutgoingHttp http;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
    http = new OutgoingHttp(settings(true), this::resolve);
  }

  @AfterEach
  void close() throws IOException {
    http.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void theCallGoesToTheCheckedAddressUnderTheNameOfTheUrl() {
    OutgoingResult result = http.send(post(url("hook.example", "//deep/path?a=%20b"), "{\"a\":1}"));

    assertThat(result)
        .isInstanceOfSatisfying(
            Answered.class,
            answer -> {
              assertThat(answer.isSuccess()).isTrue();
              assertThat(answer.body()).asString(UTF_8).isEqualTo("ok");
            });
    assertThat(seen)
        .containsExactly(
            "POST //deep/path?a=%%20b hook.example:%d [text/x-test] [v] {\"a\":1}"
                .formatted(port()));
  }

  @Test
  void aNameThatTurnsInwardsBetweenCheckAndCallIsRefused() {
    try (OutgoingHttp strict = new OutgoingHttp(settings(false), this::rebinding)) {
      String url = url("rebind.example", "/");

      assertThat(strict.guard().check(url)).isEmpty();
      assertThat(strict.send(post(url, "x"))).isEqualTo(new Refused(Refusal.NOT_ROUTABLE));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void everyCallIsCheckedAnewBecauseNoConnectionIsKept() {
    String url = url("hook.example", "/");
    for (int i = 0; i < 3; i++) {
      assertThat(http.send(post(url, "x"))).isInstanceOf(Answered.class);
    }

    assertThat(lookups).hasValue(3);
  }

  @Test
  void redirectsAreAnswersAndNotFollowed() {
    OutgoingResult result = http.send(post(url("hook.example", "/redirect"), "x"));

    assertThat(result)
        .isInstanceOfSatisfying(
            Answered.class,
            answer -> {
              assertThat(answer.status()).isEqualTo(302);
              assertThat(answer.isSuccess()).isFalse();
              assertThat(answer.headers()).containsEntry("location", "/other");
            });
    assertThat(seen).hasSize(1);
  }

  @Test
  void anEndlessAnswerIsCutAtTheBound() {
    OutgoingResult result = http.send(post(url("hook.example", "/endless"), "x"));

    assertThat(result)
        .isInstanceOfSatisfying(
            Answered.class, answer -> assertThat(answer.body()).hasSize(2048).containsOnly('e'));
  }

  @Test
  void aReceiverThatTricklesIsLeftWhenTheTimeIsUp() {
    long start = System.nanoTime();

    OutgoingResult result = http.send(post(url("hook.example", "/trickle"), "x"));

    assertThat(result).isEqualTo(new Failed("no answer in time"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void aReceiverThatIsAwayIsTold() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }

    assertThat(http.send(post("http://hook.example:" + free + "/", "x")))
        .isEqualTo(new Failed("no connection"));
    assertThat(http.send(post("http://nowhere.example/", "x")))
        .isEqualTo(new Refused(Refusal.UNRESOLVED));
    assertThat(http.send(post("ftp://hook.example/", "x"))).isEqualTo(new Refused(Refusal.SCHEME));
  }

  @Test
  void anEncryptedCallAsksForTheNameAndTrustsNoOther(@TempDir Path directory) throws Exception {
    try (TlsReceiver receiver = new TlsReceiver("hook.example", directory);
        OutgoingHttp trusting =
            new OutgoingHttp(settings(true), host -> loopback(), receiver.trusting())) {
      String path = ":" + receiver.port() + "/";

      assertThat(trusting.send(post("https://hook.example" + path, "x")))
          .isInstanceOf(Answered.class);
      assertThat(trusting.send(post("https://other.example" + path, "x")))
          .isEqualTo(new Failed("no trusted encrypted connection"));
      assertThat(http.send(post("https://hook.example" + path, "x")))
          .isEqualTo(new Failed("no trusted encrypted connection"));
      assertThat(receiver.askedFor)
          .singleElement()
          .asString()
          .contains("value=hook.example", " hook.example:" + receiver.port());
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    seen.add(
        "%s %s %s %s %s %s"
            .formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Host"),
                exchange.getRequestHeaders().get("Content-Type"),
                exchange.getRequestHeaders().get("X-Test"),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    switch (exchange.getRequestURI().getPath()) {
      case "/redirect" -> {
        exchange.getResponseHeaders().set("Location", "/other");
        exchange.sendResponseHeaders(302, -1);
      }
      case "/endless" -> {
        exchange.sendResponseHeaders(200, 0);
        pour(exchange.getResponseBody(), 0);
      }
      case "/trickle" -> {
        exchange.sendResponseHeaders(200, 0);
        pour(exchange.getResponseBody(), 100);
      }
      default -> {
        exchange.sendResponseHeaders(200, 2);
        exchange.getResponseBody().write("ok".getBytes(UTF_8));
      }
    }
    exchange.close();
  }

  /** Writes until the other side has gone; that it has gone is the expected end. */
  private static void pour(OutputStream body, int pauseMillis) throws IOException {
    byte[] drop = (pauseMillis > 0 ? "e" : "e".repeat(4096)).getBytes(UTF_8);
    while (!Thread.currentThread().isInterrupted()) {
      body.write(drop);
      body.flush();
      if (pauseMillis > 0) {
        java.util.concurrent.locks.LockSupport.parkNanos(pauseMillis * 1_000_000L);
      }
    }
  }

  private OutgoingRequest post(String url, String body) {
    return new OutgoingRequest(
        "POST",
        url,
        Map.of("Content-Type", "text/x-test", "X-Test", "v"),
        body.getBytes(UTF_8),
        Duration.ofSeconds(2),
        2048);
  }

  private String url(String host, String path) {
    return "http://" + host + ":" + port() + path;
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private static OutgoingSettings settings(boolean allowPrivate) {
    return new OutgoingSettings(allowPrivate, Duration.ofSeconds(2), Duration.ofSeconds(2));
  }

  private InetAddress[] resolve(String host) throws UnknownHostException {
    lookups.incrementAndGet();
    if (host.equals("hook.example")) {
      return loopback();
    }
    throw new UnknownHostException(host);
  }

  private static InetAddress[] loopback() throws UnknownHostException {
    return InetAddress.getAllByName("127.0.0.1");
  }

  private InetAddress[] rebinding(String host) throws UnknownHostException {
    String address = lookups.incrementAndGet() == 1 ? "93.184.216.34" : "127.0.0.1";
    return InetAddress.getAllByName(address);
  }
}
