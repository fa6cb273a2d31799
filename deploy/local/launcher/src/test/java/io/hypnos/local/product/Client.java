package io.hypnos.local.product;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the product over HTTP with one key. */
final class Client {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final String BOUNDARY = "hypnos-boundary-7f3a";

  private final String base;
  private final String key;

  Client(String base, String key) {
    this.base = base;
    this.key = key;
  }

  /** What came back. */
  record Answer(int status, JsonNode body, HttpResponse<String> raw) {}

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer delete(String path) {
    return send(request(path).DELETE());
  }

  Answer post(String path, Object body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  /** Writes a memory and returns the answer. */
  Answer write(String space, String content) {
    return post("/api/v1/memory/write", Map.of("content", content, "domain", space));
  }

  /** Texts that a read finds. */
  List<String> read(String space, String query) {
    Answer answer =
        post("/api/v1/memory/read", Map.of("query", query, "domain", space, "min_relevance", 0.2));
    if (answer.status() != 200) {
      throw new IllegalStateException("read answered " + answer.status() + " " + answer.body());
    }
    return answer
        .body()
        .path("items")
        .valueStream()
        .map(item -> item.path("content").asString())
        .toList();
  }

  /** Drops files on the asynchronous road. */
  Answer drop(String space, String requestId, Map<String, byte[]> files) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    files.forEach(
        (name, bytes) -> {
          String head =
              "--%s\r\nContent-Disposition: form-data; name=\"files\"; filename=\"%s\"\r\n\r\n"
                  .formatted(BOUNDARY, name);
          body.writeBytes(head.getBytes(UTF_8));
          body.writeBytes(bytes);
          body.writeBytes("\r\n".getBytes(UTF_8));
        });
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    return send(
        request("/v1/memory/collections/" + space + "/drop?async_ingest=true")
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .header("X-Request-Id", requestId)
            .POST(BodyPublishers.ofByteArray(body.toByteArray())));
  }

  /** Whether readiness is claimed; empty when nobody answers. */
  Optional<Boolean> ready() {
    try {
      return Optional.of(get("/api/v1/health/ready").body().path("ready").asBoolean());
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
    return key.isEmpty() ? request : request.header("X-Api-Key", key);
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      String body = response.body();
      return new Answer(
          response.statusCode(), body.isEmpty() ? JSON.nullNode() : JSON.readTree(body), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
