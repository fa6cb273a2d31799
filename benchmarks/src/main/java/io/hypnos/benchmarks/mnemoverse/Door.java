package io.hypnos.benchmarks.mnemoverse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.json.JsonMapper;

/** Calls the dialect as a client does, over one kept connection. */
final class Door {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final String key;

  Door(int port, String key) {
    this.base = "http://127.0.0.1:" + port + "/api/v1/memory/";
    this.key = key;
  }

  void post(String route, Object body) {
    HttpRequest request =
        request(route)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(body)))
            .build();
    answer(request, BodyHandlers.ofByteArray());
  }

  void get(String route) {
    answer(request(route).GET().build(), BodyHandlers.ofByteArray());
  }

  /** Reads to the end and says how many lines there were. */
  long lines(String route) {
    try (InputStream stream = answer(request(route).GET().build(), BodyHandlers.ofInputStream())) {
      byte[] buffer = new byte[1 << 16];
      long lines = 0;
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        for (int i = 0; i < read; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest.Builder request(String route) {
    return HttpRequest.newBuilder(URI.create(base).resolve(route)).header("X-Api-Key", key);
  }

  private <T> T answer(HttpRequest request, BodyHandler<T> handler) {
    try {
      HttpResponse<T> response = http.send(request, handler);
      if (response.statusCode() != 200) {
        throw new IllegalStateException(request.uri() + " answered " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
