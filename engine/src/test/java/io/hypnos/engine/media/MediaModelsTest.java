package io.hypnos.engine.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hypnos.engine.document.MediaDescriber;
import io.hypnos.engine.document.MediaDescriber.Description;
import io.hypnos.settings.MediaSettings;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MediaModelsTest {
  private static final byte[] BYTES = {1, 2, 3};

  private final Deque<Reply> script = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;

  private record Reply(int status, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/",
        exchange -> {
          try (exchange) {
            String key = exchange.getRequestHeaders().getFirst("Authorization");
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Reply reply;
            synchronized (this) {
              asked.add(exchange.getRequestURI() + "\n" + key + "\n" + body);
              reply = script.size() > 1 ? script.poll() : script.peek();
            }
            byte[] answer = reply.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(reply.status(), answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void picturesAreDescribedAndRecordingsTranscribed() {
    script.add(
        new Reply(200, "{\"choices\":[{\"message\":{\"content\":\" A gull on a roof. \"}}]}"));
    script.add(new Reply(200, "{\"text\":\"The ferry leaves at nine.\"}"));
    MediaDescriber models = models(Map.of());

    assertThat(models.describe("gull.png", "image/png", BYTES))
        .contains(new Description("A gull on a roof.", "vision"));
    assertThat(models.describe("memo \"1\".mp3", "audio/mpeg", BYTES))
        .contains(new Description("The ferry leaves at nine.", "transcription"));

    assertThat(asked.get(0))
        .startsWith("/v1/chat/completions\nBearer see\n")
        .contains("\"model\":\"eye\"", "data:image/png;base64,AQID");
    assertThat(asked.get(1))
        .startsWith("/v1/audio/transcriptions\nBearer hear\n")
        .contains("\r\n\r\near\r\n", "filename=\"memo _1_.mp3\"");
  }

  @Test
  void whatIsTooLargeOrHasNoModelIsNotSent() {
    MediaDescriber models = models(Map.of("media.max-size", "1KB"));

    assertThat(models.understands("image/png", 1024)).isTrue();
    assertThat(models.understands("image/png", 1025)).isFalse();
    assertThat(MediaModels.of(settings(Map.of()), Clock.systemUTC()))
        .isNotEqualTo(MediaDescriber.NONE);
    assertThat(MediaModels.of(Settings.of(Map.of(), Map.of()).media(), Clock.systemUTC()))
        .isEqualTo(MediaDescriber.NONE);
  }

  @Test
  void anOutageIsTriedAgainAndThenGivenUp() {
    script.add(new Reply(503, "{}"));
    script.add(new Reply(429, "{}"));
    script.add(new Reply(200, "{\"text\":\"At nine.\"}"));
    assertThat(models(Map.of()).describe("a.mp3", "audio/mpeg", BYTES)).isPresent();
    assertThat(asked).hasSize(3);

    script.clear();
    script.add(new Reply(500, "{}"));
    assertThat(models(Map.of()).describe("a.mp3", "audio/mpeg", BYTES)).isEmpty();
    assertThat(asked).hasSize(6);
  }

  @Test
  void aRefusalAndAnEmptyAnswerAreNotTriedAgain() {
    script.add(new Reply(400, "{}"));
    script.add(new Reply(200, "not json"));
    script.add(new Reply(200, "{\"text\":\"  \"}"));
    MediaDescriber models = models(Map.of());

    for (int i = 0; i < 3; i++) {
      assertThat(models.describe("a.mp3", "audio/mpeg", BYTES)).isEmpty();
    }
    assertThat(asked).hasSize(3);
  }

  private MediaDescriber models(Map<String, String> more) {
    return MediaModels.of(settings(more), Clock.systemUTC());
  }

  private MediaSettings settings(Map<String, String> more) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    Map<String, String> values = new HashMap<>();
    values.put("media.vision-url", url);
    values.put("media.vision-key", "see");
    values.put("media.vision-model", "eye");
    values.put("media.transcription-url", url);
    values.put("media.transcription-key", "hear");
    values.put("media.transcription-model", "ear");
    values.put("media.first-pause", "1ms");
    values.putAll(more);
    return Settings.of(values, Map.of()).media();
  }
}
