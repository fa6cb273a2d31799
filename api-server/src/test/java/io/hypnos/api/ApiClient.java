package io.hypnos.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the server over HTTP with one key. */
final class ApiClient {
  static final JsonMapper JSON = JsonMapper.shared();

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final String BOUNDARY = "hypnos-7f3a-boundary";

  private final String base;
  private final String key;

  ApiClient(String base, String key) {
    this.base = base;
    this.key = key;
  }

  ApiClient withKey(String other) {
    return new ApiClient(base, other);
  }

  String key() {
    return key;
  }

  /** What came back. */
  record Answer(int status, String text, HttpResponse<String> raw) {
    JsonNode body() {
      return JSON.readTree(text);
    }

    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return status + " " + text;
    }
  }

  /** A file of a form. */
  record FilePart(String name, String contentType, byte[] bytes) {
    static FilePart text(String name, String content) {
      return new FilePart(name, "text/plain", content.getBytes(UTF_8));
    }
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer delete(String path) {
    return send(request(path).DELETE());
  }

  Answer post(String path, Object body) {
    return postText(path, JSON.writeValueAsString(body));
  }

  Answer postText(String path, String json) {
    return postBytes(path, "application/json", json.getBytes(UTF_8));
  }

  Answer postBytes(String path, String contentType, byte[] body) {
    return call(
        "POST", path, Map.of("Content-Type", contentType), BodyPublishers.ofByteArray(body));
  }

  Answer call(String method, String path, Map<String, String> headers, BodyPublisher body) {
    HttpRequest.Builder request = request(path).method(method, body);
    headers.forEach(request::header);
    return send(request);
  }

  Answer call(String method, String path, Map<String, String> headers) {
    return call(method, path, headers, BodyPublishers.noBody());
  }

  Answer write(String domain, String content) {
    return post("/api/v1/memory/write", Map.of("content", content, "domain", domain));
  }

  List<String> read(String domain, String query) {
    Answer answer = post("/api/v1/memory/read", Map.of("query", query, "domain", domain));
    if (answer.status() != 200) {
      throw new IllegalStateException("read answered " + answer);
    }
    return answer
        .body()
        .path("items")
        .valueStream()
        .map(item -> item.path("content").asString())
        .toList();
  }

  Answer drop(String collection, Map<String, String> fields, List<FilePart> files) {
    return form("/v1/memory/collections/" + collection + "/drop", fields, files);
  }

  Answer form(String path, Map<String, String> fields, List<FilePart> files) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    fields.forEach(
        (name, value) ->
            append(
                body,
                "Content-Disposition: form-data; name=\"%s\"\r\n\r\n".formatted(name),
                value.getBytes(UTF_8)));
    for (FilePart file : files) {
      append(
          body,
          "Content-Disposition: form-data; name=\"files\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
              .formatted(file.name(), file.contentType()),
          file.bytes());
    }
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    return postBytes(path, "multipart/form-data; boundary=" + BOUNDARY, body.toByteArray());
  }

  private static void append(ByteArrayOutputStream body, String head, byte[] content) {
    body.writeBytes(("--" + BOUNDARY + "\r\n" + head).getBytes(UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(UTF_8));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
    return key.isEmpty() ? request : request.header("X-Api-Key", key);
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
