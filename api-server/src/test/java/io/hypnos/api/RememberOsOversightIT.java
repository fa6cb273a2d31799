package io.hypnos.api;

import static io.hypnos.api.Remember.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Figures for the operator, and what everybody may see. */
final class RememberOsOversightIT {
  private static final String TEXT = "Mira takes the 07:40 train on Mondays";
  private static final List<String> ROUTES =
      List.of(
          "admin/memory-health", "admin/audit", "admin/usage", "admin/analytics", "admin/metrics");

  @RegisterExtension static final RunningApi API = new RunningApi();

  private Remember admin;
  private String name;

  @BeforeEach
  void makeAdmin() {
    name = "admin-" + UUID.randomUUID();
    Answer made =
        API.operator().post("/admin/tenants", Map.of("name", name, "plan", "team", "admin", true));
    admin = new Remember(API.anonymous().withKey(made.body().path("key").asString()));
  }

  @Test
  void onlyAnAdminSeesFiguresAndTheyHoldNoText() {
    admin.add("people", TEXT);
    Remember other = new Remember(API.tenant().client());

    for (String route : ROUTES) {
      assertThat(other.get(route).status()).isEqualTo(403);
      Answer figures = admin.get(route);
      assertThat(figures.status()).as(figures.toString()).isEqualTo(200);
      assertThat(figures.text()).doesNotContain(TEXT);
    }
    assertThat(admin.get("admin/usage?days=0").status()).isEqualTo(422);
    assertThat(ok(admin.get("admin/memory-health")).path("total").intValue()).isPositive();
    JsonNode entry = ok(admin.get("admin/audit")).path(0);
    assertThat(entry.path("action").asString()).isEqualTo("memory.create");
    assertThat(entry.path("key_label").asString()).isEqualTo("first");
    JsonNode used =
        ok(admin.get("admin/usage"))
            .path("tenants")
            .valueStream()
            .filter(tenant -> tenant.path("tenant").asString().equals(name))
            .findFirst()
            .orElseThrow();
    assertThat(used.path("db_bytes").intValue()).isGreaterThan(TEXT.length());
    assertThat(used.path("cost_usd").doubleValue()).isZero();
  }

  @Test
  void figuresOfRoutesAndStagesAreShownAndThenReset() {
    admin.add("people", TEXT);
    admin.find("people", "train");
    admin.find("people", "train");
    assertThat(admin.post("search", Map.of()).status()).isEqualTo(422);

    JsonNode metrics = ok(admin.get("admin/metrics?reset=true"));

    JsonNode route =
        metrics
            .path("routes")
            .valueStream()
            .filter(each -> each.path("route").asString().equals("/v1/memory/search"))
            .findFirst()
            .orElseThrow();
    assertThat(route.path("method").asString()).isEqualTo("POST");
    assertThat(route.path("err_4xx").intValue()).isPositive();
    assertThat(metrics.path("stages").propertyNames())
        .containsExactly("cache_get", "embed", "llm_extract", "search");
    assertThat(metrics.path("stages").path("search").path("count").intValue()).isPositive();
    assertThat(metrics.path("stages").path("search").path("p95_ms").doubleValue()).isPositive();
    assertThat(metrics.path("counters").path("search_cache_hit").intValue()).isPositive();
    assertThat(metrics.path("counters").path("search_cache_miss").intValue()).isPositive();
    assertThat(ok(admin.get("admin/metrics")).path("counters").path("search_cache_hit").intValue())
        .isZero();
  }

  @Test
  void pagesAreCountedWhateverIsSent() {
    String path = "/" + UUID.randomUUID();
    for (String body :
        List.of(
            "{\"path\":\"" + path + "?q=1\",\"referrer\":\"https://news.example.org/item?id=7\"}",
            "{\"path\":\"" + path + "\"}",
            "{broken",
            "",
            "[]",
            "{\"path\":5}",
            "{\"path\":\"/a\\u0000b\"}",
            "{\"path\":\"/" + "x".repeat(RunningApi.LARGEST_MAIL * 2) + "\"}",
            "{\"path\":\"" + "x".repeat(5_000) + "\"}")) {
      assertThat(API.anonymous().postText("/v1/pulse", body).status()).isEqualTo(204);
    }
    assertThat(API.anonymous().postText("/v1/track", "{\"path\":\"" + path + "\"}").status())
        .isEqualTo(204);

    JsonNode analytics = ok(admin.get("admin/analytics"));
    assertThat(analytics.path("pageviews").path("by_path").path(path).intValue()).isEqualTo(3);
    assertThat(analytics.path("pageviews").path("by_referrer").has("news.example.org")).isTrue();
    assertThat(analytics.path("funnel").path("signups").intValue()).isPositive();
  }

  @Test
  void everybodyMaySeeWhetherItAnswers() {
    JsonNode status = ok(API.anonymous().get("/v1/status"));

    assertThat(status.path("state").asString()).isIn("operational", "degraded");
    assertThat(status.path("uptime_24h").doubleValue()).isEqualTo(1);
    assertThat(status.path("checks").isArray()).isTrue();
  }
}
