package io.hypnos.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The RememberOS dialect, as a client of it calls it. */
record Remember(ApiClient client) {
  static final String BASE = "/v1/memory/";

  Answer get(String route) {
    return client.get(BASE + route);
  }

  Answer post(String route, Object body) {
    return client.post(BASE + route, body);
  }

  Answer put(String route, Object body) {
    return send("PUT", route, body);
  }

  Answer patch(String route, Object body) {
    return send("PATCH", route, body);
  }

  Answer delete(String route) {
    return client.delete(BASE + route);
  }

  private Answer send(String method, String route, Object body) {
    return client.call(
        method,
        BASE + route,
        Map.of("Content-Type", "application/json"),
        BodyPublishers.ofString(ApiClient.JSON.writeValueAsString(body)));
  }

  /** Within a collection. */
  static String in(String collection, String route) {
    return "collections/" + collection + "/" + route;
  }

  static String memory(String collection, String id) {
    return in(collection, "memories/" + id);
  }

  static JsonNode body(int status, Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    return answer.body();
  }

  static JsonNode ok(Answer answer) {
    return body(200, answer);
  }

  /** Writes a memory and returns it. */
  JsonNode write(String collection, String text, Map<String, ?> more) {
    Map<String, Object> body = new HashMap<>(more);
    body.put("text", text);
    return body(201, post(in(collection, "memories"), body));
  }

  String add(String collection, String text) {
    return write(collection, text, Map.of()).path("id").asString();
  }

  List<String> list(String collection) {
    return texts(ok(get(in(collection, "memories"))));
  }

  JsonNode search(String collection, Map<String, ?> body) {
    return ok(post(in(collection, "search"), body));
  }

  List<String> find(String collection, String query) {
    return texts(search(collection, Map.of("query", query)).path("results"));
  }

  static List<String> texts(JsonNode memories) {
    return memories.valueStream().map(memory -> memory.path("text").asString()).toList();
  }

  /** A second key of the same tenant. */
  static Remember agent(RunningApi api, RunningApi.NewTenant tenant, Map<String, ?> key) {
    return new Remember(tenant.client().withKey(issue(api, tenant, key).path("key").asString()));
  }

  static JsonNode issue(RunningApi api, RunningApi.NewTenant tenant, Map<String, ?> key) {
    return body(201, api.operator().post("/admin/tenants/" + tenant.id() + "/keys", key));
  }
}
