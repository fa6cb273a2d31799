package io.hypnos.api;

import static io.hypnos.api.Remember.memory;
import static io.hypnos.api.Remember.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How a stranger tries to get at what an owner has in the RememberOS dialect, by route: with the
 * names and ids of the owner, as a tenant that has a collection of the same name.
 */
final class RememberOsProbes {
  private static final String COLLECTION = "probed";
  private static final String TEXT = "The pass phrase of the windmill is cobalt";
  private static final String M = "/v1/memory/";
  private static final String K = M + "collections/{collection}";
  private static final String ONE = K + "/memories/{memoryId}";

  private final RunningApi.NewTenant ownerTenant;
  private final Remember owner;
  private final String id;
  private final String job;

  /** What is asked, with a body that the route understands. */
  private record Probe(String route, Object body) {
    Probe(String route) {
      this(route, Map.of());
    }
  }

  private static final List<Probe> PROBES =
      List.of(
          new Probe("GET " + M + "collections"),
          new Probe("POST " + M + "collections", Map.of("name", COLLECTION)),
          new Probe("GET " + K),
          new Probe("PUT " + K, Map.of("description", "Mine")),
          new Probe("DELETE " + K),
          new Probe("POST " + K + "/memories", Map.of("text", "Mine")),
          new Probe("GET " + K + "/memories"),
          new Probe("POST " + K + "/memories/bulk", List.of(Map.of("text", "Mine"))),
          new Probe("GET " + ONE),
          new Probe("PATCH " + ONE, Map.of("text", "Overwritten")),
          new Probe("DELETE " + ONE),
          new Probe("GET " + ONE + "/related"),
          new Probe("POST " + ONE + "/move", Map.of("to_collection", "taken")),
          new Probe("POST " + ONE + "/pin", Map.of("pinned", true)),
          new Probe("POST " + ONE + "/archive", Map.of("archived", true)),
          new Probe("POST " + K + "/memories/upload"),
          new Probe("POST " + K + "/memories/folder"),
          new Probe("POST " + ONE + "/images"),
          new Probe("DELETE " + ONE + "/images/{index}"),
          new Probe("POST " + K + "/forget", Map.of("query", TEXT)),
          new Probe("POST " + K + "/search", Map.of("query", "windmill", "min_score", 0)),
          new Probe("POST " + M + "search", Map.of("query", "windmill", "min_score", 0)),
          new Probe("POST " + K + "/remember", Map.of("content", "I live in Berlin.")),
          new Probe("GET " + M + "extract/job/{jobId}"),
          new Probe("GET " + K + "/profile"),
          new Probe("GET " + K + "/summary"),
          new Probe("GET " + K + "/contradictions"),
          new Probe("POST " + K + "/dedup", Map.of("dry_run", false)),
          new Probe("POST " + K + "/archive-stale", Map.of("older_than_days", 0, "dry_run", false)),
          new Probe("GET " + K + "/health"),
          new Probe("GET " + M + "keys"),
          new Probe("POST " + M + "keys"),
          new Probe("DELETE " + M + "keys/{keyId}"),
          new Probe("DELETE " + M + "keys", Map.of("id", "{keyId}")),
          new Probe("GET " + M + "admin/memory-health"),
          new Probe(
              "POST /v1/proxy/chat/completions",
              Map.of("messages", List.of(Map.of("role", "user", "content", "windmill")))),
          new Probe("GET " + M + "admin/metrics"),
          new Probe("GET " + M + "admin/audit"),
          new Probe("GET " + M + "admin/usage"),
          new Probe("GET " + M + "admin/analytics"),
          new Probe("GET /v1/status"),
          new Probe("POST /v1/pulse", Map.of("path", "/x")),
          new Probe("POST /v1/track", Map.of("path", "/x")),
          new Probe("GET " + M + "webhook/config"),
          new Probe("PUT " + M + "webhook/config"),
          new Probe("DELETE " + M + "webhook/config"),
          new Probe("GET " + M + "storage/config"),
          new Probe("PUT " + M + "storage/config"),
          new Probe("DELETE " + M + "storage/config"),
          new Probe("GET " + M + "database/config"),
          new Probe("PUT " + M + "database/config"),
          new Probe("DELETE " + M + "database/config"),
          new Probe("POST " + M + "stripe/checkout/create"),
          new Probe("POST " + M + "stripe/portal"),
          new Probe("GET " + M + "extraction/config"),
          new Probe("PUT " + M + "extraction/config"),
          new Probe("DELETE " + M + "extraction/config"),
          new Probe("POST " + M + "admin/rotate-key"),
          new Probe("GET " + M + "admin/me"),
          new Probe("GET " + M + "admin/stats"),
          new Probe("GET " + M + "spend-cap"),
          new Probe("PUT " + M + "spend-cap", Map.of("monthly_usd", 1)),
          new Probe("POST " + M + "admin/delete-account", Map.of("confirm", "{tenant}")),
          new Probe("GET " + M + "admin/export"),
          new Probe("POST " + M + "admin/import", Map.of("memories", List.of())),
          new Probe("POST " + M + "signup"),
          new Probe("POST " + M + "recover-key"),
          new Probe("GET " + M + "reveal/{token}"),
          new Probe(
              "POST /v1/mcp",
              Map.of(
                  "jsonrpc",
                  "2.0",
                  "id",
                  1,
                  "method",
                  "tools/call",
                  "params",
                  Map.of("name", "search_memory", "arguments", Map.of("query", "windmill")))),
          new Probe("GET " + M + "agents"),
          new Probe("GET " + K + "/grants"),
          new Probe("PUT " + K + "/grants", Map.of("agent_key_id", "{agentKeyId}")),
          new Probe("DELETE " + K + "/grants/{agentKeyId}"));

  private RememberOsProbes(RunningApi.NewTenant ownerTenant) {
    this.ownerTenant = ownerTenant;
    this.owner = new Remember(ownerTenant.client());
    this.id = owner.add(COLLECTION, TEXT);
    this.job =
        Remember.body(
                202,
                owner.post(
                    Remember.in("learned", "remember"), Map.of("content", "I live in Rome.")))
            .path("job_id")
            .asString();
  }

  /** A probe a route; what the owner has is written when the first of them runs. */
  static Map<String, Consumer<ApiClient>> of(
      Supplier<RunningApi.NewTenant> owner, Supplier<ApiClient> stranger) {
    RememberOsProbes[] made = new RememberOsProbes[1];
    Map<String, Consumer<ApiClient>> probes = new HashMap<>();
    for (Probe probe : PROBES) {
      probes.put(
          probe.route(),
          client -> {
            if (made[0] == null) {
              made[0] = new RememberOsProbes(owner.get());
            }
            // A tenant of its own for each, as some routes end a key or a tenant.
            made[0].attempt(probe, new Remember(stranger.get()));
          });
    }
    return probes;
  }

  private void attempt(Probe probe, Remember stranger) {
    String before = ok(owner.get(memory(COLLECTION, id))).toString();
    stranger.add(COLLECTION, "A note of the stranger");
    String[] parts = probe.route().split(" ", 2);
    Answer answer =
        stranger
            .client()
            .call(
                parts[0],
                filled(parts[1]),
                Map.of("Content-Type", "application/json"),
                parts[0].equals("GET")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(
                        filled(ApiClient.JSON.writeValueAsString(probe.body()))));

    assertThat(answer.text())
        .doesNotContain(TEXT)
        .doesNotContain(ownerTenant.id())
        .doesNotContain("Rome");
    assertThat(answer.status()).as(answer.toString()).isNotEqualTo(500);
    boolean form = probe.route().endsWith("/images");
    boolean namesOwner = probe.route().contains("Id}") || probe.body().toString().contains("Id}");
    if (namesOwner && !form) {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
    }
    assertThat(ok(owner.get(memory(COLLECTION, id))).toString()).isEqualTo(before);
    assertThat(owner.find(COLLECTION, TEXT)).contains(TEXT);
  }

  private String filled(String text) {
    return text.replace("{collection}", COLLECTION)
        .replace("{memoryId}", id)
        .replace("{jobId}", job)
        .replace("{index}", "0")
        .replace("{token}", ownerTenant.keyId())
        .replace("{tenant}", ok(owner.get("admin/me")).path("name").asString())
        .replace("{keyId}", ownerTenant.keyId())
        .replace("{agentKeyId}", ownerTenant.keyId());
  }
}
