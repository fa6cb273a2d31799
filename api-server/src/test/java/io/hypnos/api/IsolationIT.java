package io.hypnos.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.ApiClient.FilePart;
import io.hypnos.api.RunningApi.NewTenant;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Two tenants never meet, on any route. The routes are taken from the running server: one without a
 * probe here fails the test.
 */
final class IsolationIT {
  private static final String SECRET = "The vault code of the first tenant is 4711";
  private static final String SPACE = "shared-name";
  private static final String MISSING_BATCH = "00000000-0000-4000-8000-00000000dead";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static NewTenant owner;
  private static NewTenant stranger;
  private static String batch;

  /** How a stranger tries to get at what the owner has, by route. */
  private static final Map<String, Consumer<ApiClient>> PROBES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("POST /api/v1/memory/write", IsolationIT::writeDoesNotMeetOthers),
              Map.entry("POST /api/v1/memory/read", IsolationIT::readFindsOnlyOwn),
              Map.entry("GET /api/v1/health", IsolationIT::saysNothing),
              Map.entry("GET /api/v1/health/ready", IsolationIT::saysNothing),
              Map.entry("GET /api/v1/ready", IsolationIT::saysNothing),
              Map.entry("GET /v1/memory/health", IsolationIT::saysNothing),
              Map.entry("GET /health", IsolationIT::saysNothing),
              Map.entry("GET /docs", IsolationIT::saysNothing),
              Map.entry("GET /docs/{dialect}/openapi.json", IsolationIT::saysNothing),
              Map.entry("GET /openapi.json", IsolationIT::saysNothing),
              Map.entry(
                  "POST /v1/memory/collections/{collection}/drop",
                  IsolationIT::dropDoesNotReachOthers),
              Map.entry(
                  "GET /v1/memory/ingest/batch/{batchId}", IsolationIT::batchOfOthersIsUnknown),
              Map.entry("POST /admin/search/rebuild", IsolationIT::isForTheOperator),
              Map.entry("GET /admin/search/rebuild", IsolationIT::isForTheOperator),
              Map.entry("POST /admin/tenants/{tenantId}/runs", IsolationIT::isForTheOperator),
              Map.entry("GET /admin/tenants/{tenantId}/runs", IsolationIT::isForTheOperator),
              Map.entry(
                  "GET /admin/tenants/{tenantId}/runs/{runId}", IsolationIT::isForTheOperator),
              Map.entry(
                  "GET /admin/tenants/{tenantId}/runs/{runId}/clusters",
                  IsolationIT::isForTheOperator),
              Map.entry(
                  "DELETE /admin/tenants/{tenantId}/runs/{runId}", IsolationIT::isForTheOperator),
              Map.entry(
                  "POST /admin/tenants/{tenantId}/runs/{runId}/rollback",
                  IsolationIT::isForTheOperator),
              Map.entry(
                  "GET /admin/tenants/{tenantId}/sleep-schedule", IsolationIT::isForTheOperator),
              Map.entry(
                  "PUT /admin/tenants/{tenantId}/sleep-schedule", IsolationIT::isForTheOperator),
              Map.entry(
                  "DELETE /admin/tenants/{tenantId}/sleep-schedule", IsolationIT::isForTheOperator),
              Map.entry("POST /admin/tenants", IsolationIT::isForTheOperator),
              Map.entry("GET /admin/tenants", IsolationIT::isForTheOperator),
              Map.entry("GET /admin/tenants/{tenantId}", IsolationIT::isForTheOperator),
              Map.entry("DELETE /admin/tenants/{tenantId}", IsolationIT::isForTheOperator),
              Map.entry("GET /admin/tenants/{tenantId}/deletion", IsolationIT::isForTheOperator),
              Map.entry("GET /admin/tenants/{tenantId}/audit", IsolationIT::isForTheOperator),
              Map.entry("GET /admin/tenants/{tenantId}/keys", IsolationIT::isForTheOperator),
              Map.entry("POST /admin/tenants/{tenantId}/keys", IsolationIT::isForTheOperator),
              Map.entry(
                  "DELETE /admin/tenants/{tenantId}/keys/{keyId}", IsolationIT::isForTheOperator)));

  static {
    PROBES.putAll(ConnectionProbes.all());
    PROBES.putAll(MnemoverseProbes.of(() -> owner.client()));
    PROBES.putAll(IntakeProbes.of(() -> owner.client(), () -> batch));
    PROBES.putAll(RememberOsProbes.of(() -> owner, () -> API.tenant().client()));
    for (String route :
        List.of(
            "GET /admin/mail",
            "GET /admin/ingest",
            "GET /admin/quarantine",
            "GET /admin/quarantine/{id}",
            "GET /admin/quarantine/{id}/original",
            "POST /admin/quarantine/{id}/discard",
            "POST /admin/quarantine/{id}/redrive",
            "GET /admin/tenants/{tenantId}/ingest",
            "POST /admin/tenants/{tenantId}/replays",
            "GET /admin/tenants/{tenantId}/replays/{replayId}",
            "GET /admin/tenants/{tenantId}/spaces/{space}/intake",
            "PUT /admin/tenants/{tenantId}/spaces/{space}/intake")) {
      PROBES.put(route, IsolationIT::isForTheOperator);
    }
  }

  private static String probed = "";

  @BeforeAll
  static void giveTheOwnerSomething() {
    owner = API.tenant();
    stranger = API.tenant();
    assertThat(owner.client().write(SPACE, SECRET).status()).isEqualTo(200);
    batch =
        owner
            .client()
            .drop(
                SPACE, Map.of("async_ingest", "true"), List.of(FilePart.text("secret.txt", SECRET)))
            .body()
            .path("batch_id")
            .asString();
    assertThat(owner.client().read(SPACE, SECRET)).contains(SECRET);
  }

  static Stream<String> routes() {
    return handlers().keySet().stream();
  }

  private static Map<String, HandlerMethod> handlers() {
    Map<String, HandlerMethod> routes = new TreeMap<>();
    API.server()
        .context()
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach((mapping, handler) -> names(mapping).forEach(name -> routes.put(name, handler)));
    return routes;
  }

  private static Stream<String> names(RequestMappingInfo mapping) {
    return mapping.getMethodsCondition().getMethods().stream()
        .flatMap(
            method ->
                mapping.getPatternValues().stream().map(pattern -> method.name() + " " + pattern));
  }

  @Test
  void everyRouteSaysWhatItAsksOfItsCallerAndHasAProbe() {
    assertThat(handlers().keySet()).isEqualTo(PROBES.keySet());
    assertThat(handlers().values())
        .allSatisfy(handler -> assertThat(handler.hasMethodAnnotation(Requires.class)).isTrue());
  }

  @ParameterizedTest
  @MethodSource("routes")
  void aRouteIsClosedUnlessItIsDeclaredOpen(String route) {
    Requires requires = handlers().get(route).getMethodAnnotation(Requires.class);
    Answer answer = call(API.anonymous(), route);

    if (requires.value() == Right.NONE) {
      // Some open routes want more than a key: a mail address, a signature, a token.
      assertThat(answer.status()).isIn(200, 204, 401, 404, 422);
    } else {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void aStrangerGetsNothingOfTheOwner(String route) {
    probed = route;

    PROBES.get(route).accept(stranger.client());

    assertThat(owner.client().read(SPACE, SECRET)).contains(SECRET);
    assertThat(owner.client().get("/v1/memory/ingest/batch/" + batch).status()).isEqualTo(200);
  }

  private static Answer call(ApiClient client, String route) {
    String[] parts = route.split(" ", 2);
    String path =
        parts[1]
            .replace("{collection}", SPACE)
            .replace("{batchId}", batch)
            .replace("{dialect}", "mnemoverse")
            .replace("{tenantId}", owner.id())
            .replace("{keyId}", owner.keyId())
            .replaceAll("\\{\\w+}", "anything");
    return switch (parts[0]) {
      case "GET" -> client.get(path);
      case "DELETE" -> client.delete(path);
      case "PUT", "PATCH" -> client.call(parts[0], path, Map.of());
      default -> client.post(path, Map.of());
    };
  }

  private static void saysNothing(ApiClient client) {
    assertThat(call(client, probed).text())
        .doesNotContain(SECRET)
        .doesNotContain(SPACE)
        .doesNotContain(owner.id());
  }

  private static void isForTheOperator(ApiClient client) {
    Answer answer = call(client, probed);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
    assertThat(answer.text()).doesNotContain(owner.id());
  }

  private static void writeDoesNotMeetOthers(ApiClient client) {
    Answer same = client.write(SPACE, SECRET);
    assertThat(same.body().path("stored").booleanValue())
        .as("the owner's text is no twin of ours")
        .isTrue();
    Answer replay =
        client.post(
            "/api/v1/memory/write", Map.of("content", "mine", "external_ref", "same-ref-in-both"));
    Answer owners =
        owner
            .client()
            .post(
                "/api/v1/memory/write",
                Map.of("content", "theirs", "external_ref", "same-ref-in-both"));
    assertThat(replay.body().path("atom_id")).isNotEqualTo(owners.body().path("atom_id"));
  }

  private static void readFindsOnlyOwn(ApiClient client) {
    ApiClient fresh = API.tenant().client();
    assertThat(fresh.read(SPACE, SECRET)).isEmpty();
    Answer everywhere =
        fresh.post("/api/v1/memory/read", Map.of("query", SECRET, "min_relevance", 0));
    assertThat(everywhere.body().path("items")).isEmpty();
    assertThat(everywhere.body().path("episodic_hit").booleanValue()).isFalse();
    assertThat(client.read(SPACE, "nothing of the kind")).doesNotContain("theirs");
  }

  private static void dropDoesNotReachOthers(ApiClient client) {
    String planted = "Planted by a stranger in a collection of the same name";
    Answer drop = client.drop(SPACE, Map.of(), List.of(FilePart.text("planted.txt", planted)));

    assertThat(drop.status()).as(drop.toString()).isEqualTo(201);
    assertThat(client.read(SPACE, planted)).contains(planted);
    assertThat(owner.client().read(SPACE, planted)).doesNotContain(planted);
  }

  private static void batchOfOthersIsUnknown(ApiClient client) {
    Answer others = client.get("/v1/memory/ingest/batch/" + batch);
    Answer missing = client.get("/v1/memory/ingest/batch/" + MISSING_BATCH);

    assertThat(others.status()).isEqualTo(404);
    assertThat(others.text()).isEqualTo(missing.text());
  }
}
