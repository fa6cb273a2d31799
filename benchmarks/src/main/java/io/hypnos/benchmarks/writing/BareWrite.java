package io.hypnos.benchmarks.writing;

import io.hypnos.engine.Engine;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.SearchSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** The floor: one embedding, one commit of PostgreSQL and one call of OpenSearch, and no more. */
final class BareWrite {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String INSERT =
      """
      INSERT INTO audit (tenant_id, at, action, target)
      VALUES (:tenant, now(), 'bench.floor', :target)
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Engine engine;
  private final SearchSettings settings;
  private final String index;

  /** Documents go into an index of their own, which the product's template shapes too. */
  BareWrite(Engine engine, SearchSettings settings) {
    this.engine = engine;
    this.settings = settings;
    this.index = settings.index() + "-floor-" + UUID.randomUUID();
    send("/" + index, Map.of());
  }

  void write(Caller caller, String text) {
    float[] vector = engine.embedding().embed(text);
    engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle
                    .createUpdate(INSERT)
                    .bind("tenant", caller.tenantId())
                    .bind("target", text)
                    .execute());
    Map<String, Object> document =
        Map.of(
            "tenant",
            caller.tenantId().toString(),
            "space",
            "floor",
            "text",
            text,
            "context",
            text,
            "embedding",
            vector);
    send("/" + index + "/_doc/" + UUID.randomUUID() + "?routing=" + caller.tenantId(), document);
  }

  private void send(String path, Map<String, Object> document) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(settings.url() + path))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(document)))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException("the index answered " + answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
