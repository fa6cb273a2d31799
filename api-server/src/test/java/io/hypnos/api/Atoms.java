package io.hypnos.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The Mnemoverse dialect, as a client of it calls it. */
record Atoms(ApiClient client) {
  static final String BASE = "/api/v1/memory/";

  Answer post(String route, Object body) {
    return client.post(BASE + route, body);
  }

  Answer get(String route) {
    return client.get(BASE + route);
  }

  Answer delete(String route) {
    return client.delete(BASE + route);
  }

  /** The body of an answer that has to be 200. */
  static JsonNode ok(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.body();
  }

  /** Writes what has to be stored and returns its id. */
  String store(String domain, String content, Map<String, ?> more) {
    Map<String, Object> body = new HashMap<>(more);
    body.put("domain", domain);
    body.put("content", content);
    JsonNode written = ok(post("write", body));
    assertThat(written.path("stored").booleanValue()).as(written.toString()).isTrue();
    return written.path("atom_id").asString();
  }

  String store(String domain, String content) {
    return store(domain, content, Map.of());
  }

  JsonNode read(Map<String, ?> body) {
    return ok(post("read", body));
  }

  JsonNode read(String query) {
    return read(Map.of("query", query));
  }

  JsonNode stats() {
    return ok(get("stats"));
  }

  JsonNode feedback(List<String> ids, double outcome) {
    return ok(post("feedback", Map.of("atom_ids", ids, "outcome", outcome)));
  }

  static List<String> values(JsonNode items, String field) {
    return items.valueStream().map(item -> item.path(field).asString()).toList();
  }

  /** The item of that id, or a missing node. */
  static JsonNode item(JsonNode answer, String id) {
    return answer
        .path("items")
        .valueStream()
        .filter(item -> item.path("atom_id").asString().equals(id))
        .findFirst()
        .orElse(answer.path("missing"));
  }
}
