package io.hypnos.benchmarks.rememberos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.benchmarks.folder.MixedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the dialect as a client does, over kept connections. */
final class Door {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final String key;

  Door(int port, String key) {
    this.base = "http://127.0.0.1:" + port + "/v1/memory/";
    this.key = key;
  }

  /**
   * @param millis until the whole answer was here
   * @param serverMillis as the server counts them: the question's vector and the search
   */
  record Found(double millis, double serverMillis, boolean cached) {}

  /** A search that finds something; one that finds nothing would measure something else. */
  Found search(String collection, String question) {
    byte[] body = JSON.writeValueAsBytes(Map.of("query", question));
    long start = System.nanoTime();
    byte[] answer = post("collections/" + collection + "/search", body, OK);
    double millis = (System.nanoTime() - start) / 1e6;
    JsonNode found = JSON.readTree(answer);
    if (found.path("results").isEmpty()) {
      throw new IllegalStateException("a search has found nothing");
    }
    return new Found(
        millis,
        found.path("query_embedding_ms").asDouble() + found.path("search_ms").asDouble(),
        found.path("cached").asBoolean());
  }

  void writeAll(String collection, List<String> texts) {
    List<Map<String, String>> items = texts.stream().map(text -> Map.of("text", text)).toList();
    byte[] body = JSON.writeValueAsBytes(items);
    int created =
        JSON.readTree(post("collections/" + collection + "/memories/bulk", body, CREATED))
            .path("created")
            .asInt();
    if (created != texts.size()) {
      throw new IllegalStateException(created + " of " + texts.size() + " texts were stored");
    }
  }

  /** Hands files over on the asynchronous road and returns the id of their batch. */
  String drop(String collection, List<MixedFile> files) {
    String boundary = UUID.randomUUID().toString();
    HttpRequest request =
        request("collections/" + collection + "/drop")
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.ofByteArray(form(boundary, files)))
            .build();
    JsonNode receipt = JSON.readTree(answer(request, ACCEPTED));
    if (receipt.path("queued").asInt() != files.size()) {
      throw new IllegalStateException("files were refused: " + receipt);
    }
    return receipt.path("batch_id").asString();
  }

  JsonNode get(String route) {
    return JSON.readTree(answer(request(route).GET().build(), OK));
  }

  private static byte[] form(String boundary, List<MixedFile> files) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        "--%s\r\nContent-Disposition: form-data; name=\"async_ingest\"\r\n\r\ntrue\r\n"
            .formatted(boundary)
            .getBytes(UTF_8));
    for (MixedFile file : files) {
      form.writeBytes(
          ("--%s\r\nContent-Disposition: form-data; name=\"files\"; filename=\"%s\"\r\n"
                  + "Content-Type: %s\r\n\r\n")
              .formatted(boundary, file.name(), file.contentType())
              .getBytes(UTF_8));
      form.writeBytes(file.bytes());
      form.writeBytes("\r\n".getBytes(UTF_8));
    }
    form.writeBytes("--%s--\r\n".formatted(boundary).getBytes(UTF_8));
    return form.toByteArray();
  }

  private byte[] post(String route, byte[] body, int expected) {
    return answer(
        request(route)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        expected);
  }

  private HttpRequest.Builder request(String route) {
    return HttpRequest.newBuilder(URI.create(base + route))
        .header("Authorization", "Bearer " + key);
  }

  private byte[] answer(HttpRequest request, int expected) {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != expected) {
        throw new IllegalStateException(
            "%s answered %d: %s"
                .formatted(
                    request.uri(), response.statusCode(), new String(response.body(), UTF_8)));
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
