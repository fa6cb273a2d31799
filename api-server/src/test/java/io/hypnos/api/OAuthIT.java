package io.hypnos.api;

import static io.hypnos.api.OAuthServers.OAUTH;
import static io.hypnos.api.OAuthServers.authorizeUrl;
import static io.hypnos.api.OAuthServers.callback;
import static io.hypnos.api.OAuthServers.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.RunningApi.NewTenant;
import io.hypnos.connectors.connection.Connection;
import io.hypnos.connectors.oauth.Consents;
import io.hypnos.connectors.oauth.Consents.Asked;
import io.hypnos.connectors.oauth.Consents.Brought;
import io.hypnos.connectors.oauth.OAuthProvider;
import io.hypnos.connectors.oauth.WantedConnection;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections by consent over HTTP, against providers on this machine. */
final class OAuthIT {
  private static final String ALL = "/v1/memory/connections";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static OAuthServers servers;
  private NewTenant tenant;
  private ApiClient client;

  @BeforeAll
  static void start() throws IOException {
    servers = new OAuthServers();
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @BeforeEach
  void newTenant() {
    servers.fake.reset();
    tenant = API.tenant();
    client = client(servers.node, tenant.client().key());
  }

  private Map<String, String> agreed(String provider) {
    return servers.fake.agree(authorizeUrl(client.get(OAUTH + servers.query(provider))));
  }

  /** A browser brings something back; it has no key. */
  private static String comesBack(String provider, Map<String, String> brought) {
    Answer answer = client(servers.node, "").get(callback(provider, brought));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(302);
    return answer.header("Location");
  }

  private void nothingIsConnected() {
    assertThat(client.get(ALL).text()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"notion", "slack", "gdrive", "gmail"})
  void aConsentMakesAConnectionThatSyncs(String provider) {
    Map<String, String> brought = agreed(provider);
    assertThat(brought.get("redirect"))
        .isEqualTo("http://127.0.0.1:8080" + OAUTH + provider + "/callback");

    assertThat(comesBack(provider, brought)).isEqualTo("/dashboard?connected=" + provider);

    Answer shown = client.get(ALL);
    assertThat(shown.body()).hasSize(1);
    assertThat(shown.text()).doesNotContain("-access-").doesNotContain("-refresh-");
    Connection made = servers.connection(tenant.id());
    assertThat(List.of(made.provider(), made.name(), made.space(), made.containerTag().get()))
        .isEqualTo(List.of(provider, "Mine", "notes", "team"));
    assertThat(made.creator()).contains(UUID.fromString(tenant.keyId()));
    Map<String, Object> config = new HashMap<>(Map.of("base_url", servers.fake.url()));
    if (provider.equals("slack")) {
      config.put("channel_id", "C1");
    }
    assertThat(made.config()).isEqualTo(config);
    assertThat(servers.credentials(made).keySet())
        .containsExactlyInAnyOrder(
            provider.equals("notion")
                ? new String[] {"token", "refresh_token", "account"}
                : new String[] {"token", "refresh_token", "expires_at"});
    Answer synced = client.post(ALL + "/" + made.id() + "/sync", Map.of());
    assertThat(synced.body().path("status").asString()).as(synced.toString()).isEqualTo("active");
    assertThat(synced.body().path("synced").asInt()).isEqualTo(provider.equals("slack") ? 1 : 0);
    assertThat(servers.fake.log())
        .containsExactly(provider + " authorization_code " + brought.get("code"));
  }

  @Test
  void aStateIsGoodOnce() {
    Map<String, String> brought = agreed("notion");
    assertThat(comesBack("notion", brought)).isEqualTo("/dashboard?connected=notion");

    Map<String, String> again = new HashMap<>(agreed("notion"));
    again.put("state", brought.get("state"));

    assertThat(comesBack("notion", again)).isEqualTo("/dashboard?oauth_error=invalid_state");
    assertThat(client.get(ALL).body()).hasSize(1);
    assertThat(servers.fake.log()).hasSize(1);
  }

  @Test
  void aStateIsForOneProvider() {
    Map<String, String> brought = agreed("gdrive");

    assertThat(comesBack("gmail", brought)).isEqualTo("/dashboard?oauth_error=invalid_state");
    assertThat(comesBack("gdrive", brought)).isEqualTo("/dashboard?oauth_error=invalid_state");
    nothingIsConnected();
  }

  @Test
  void aStateIsForTheTenantThatAskedWhoeverBringsItBack() {
    Map<String, String> brought = agreed("notion");
    ApiClient stranger = client(servers.node, API.tenant().client().key());

    Answer answer = stranger.get(callback("notion", brought));

    assertThat(answer.header("Location")).isEqualTo("/dashboard?connected=notion");
    assertThat(stranger.get(ALL).text()).isEqualTo("[]");
    assertThat(client.get(ALL).body()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "access_denied, access_denied",
    "ACCESS-Denied, access_denied",
    "'<script>alert(1)</script>', _script_alert_script_",
    "'\r\nSet-Cookie: a=b', _set_cookie_a_b",
    "'', unknown_error"
  })
  void aRefusalConnectsNothingAndComesBackAsAWord(String error, String word) {
    Map<String, String> refused = Map.of("error", error, "state", agreed("slack").get("state"));

    assertThat(comesBack("slack", refused)).isEqualTo("/dashboard?oauth_error=" + word);
    assertThat(comesBack("slack", Map.of("code", "c", "state", refused.get("state"))))
        .isEqualTo("/dashboard?oauth_error=invalid_state");
    nothingIsConnected();
  }

  @Test
  void aWordIsShort() {
    assertThat(comesBack("slack", Map.of("error", "x".repeat(500), "state", "none")))
        .isEqualTo("/dashboard?oauth_error=" + "x".repeat(64));
  }

  @Test
  void withoutStateOrCodeNothingIsConnected() {
    assertThat(comesBack("notion", Map.of("code", "c")))
        .isEqualTo("/dashboard?oauth_error=invalid_state");
    assertThat(comesBack("notion", Map.of("code", "c", "state", "made-up")))
        .isEqualTo("/dashboard?oauth_error=invalid_state");
    assertThat(comesBack("notion", Map.of("state", agreed("notion").get("state"))))
        .isEqualTo("/dashboard?oauth_error=missing_code");
    nothingIsConnected();
    assertThat(servers.fake.log()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"notion", "slack", "gdrive", "gmail"})
  void aCodeThatTheProviderDoesNotKnowConnectsNothing(String provider) {
    Map<String, String> brought = new HashMap<>(agreed(provider));
    brought.put("code", "guessed");

    assertThat(comesBack(provider, brought)).isEqualTo("/dashboard?oauth_error=exchange_failed");
    nothingIsConnected();
  }

  @Test
  void whatPeopleDoNotGrantOrTheProviderCannotGiveConnectsNothing() {
    Map<String, String> unticked = agreed("gmail");
    servers.fake.untick();
    assertThat(comesBack("gmail", unticked)).isEqualTo("/dashboard?oauth_error=missing_scope");

    servers.fake.fail(503);
    assertThat(comesBack("gmail", agreed("gmail")))
        .isEqualTo("/dashboard?oauth_error=provider_unavailable");

    Map<String, String> dead = agreed("slack");
    servers.fake.onUse(token -> servers.fake.expireTokens());
    assertThat(comesBack("slack", dead)).isEqualTo("/dashboard?oauth_error=connection_failed");
    nothingIsConnected();
  }

  @Test
  void aKeyThatWasRevokedMeanwhileConnectsNothing() {
    Map<String, String> brought = agreed("notion");
    Answer revoked =
        API.operator().delete("/admin/tenants/" + tenant.id() + "/keys/" + tenant.keyId());
    assertThat(revoked.status()).as(revoked.toString()).isBetween(200, 204);

    assertThat(comesBack("notion", brought)).isEqualTo("/dashboard?oauth_error=forbidden");
    assertThat(servers.fake.log()).isEmpty();
  }

  @Test
  void aBrowserThatAskedHasToComeBackItself() {
    String start = OAUTH + servers.query("notion");
    Map<String, String> page = Map.of("Sec-Fetch-Site", "same-origin");
    Answer first = client.call("GET", start, page);
    Answer second = client.call("GET", start, page);
    assertThat(first.header("Set-Cookie"))
        .matches(
            "hypnos_oauth_[\\w-]{12}=[\\w-]{43}; Path=/v1/memory/connections/oauth; Max-Age=600;"
                + " Expires=[^;]+; HttpOnly; SameSite=Lax");

    Map<String, String> mine = servers.fake.agree(authorizeUrl(first));
    Map<String, String> other = servers.fake.agree(authorizeUrl(second));
    assertThat(comesBack("notion", other)).isEqualTo("/dashboard?oauth_error=invalid_state");
    Answer back =
        client(servers.node, "")
            .call(
                "GET",
                callback("notion", mine),
                Map.of("Cookie", "a=b; " + first.header("Set-Cookie").split(";", -1)[0]));

    assertThat(back.header("Location")).isEqualTo("/dashboard?connected=notion");
    assertThat(back.header("Set-Cookie")).contains("Max-Age=0");
    assertThat(client.get(ALL).body()).hasSize(1);
  }

  @Test
  void anOperatorCanAskThatOfEverybody() {
    ApiClient strict = client(servers.strict, client.key());
    Answer first = strict.get(OAUTH + servers.query("notion"));
    Answer second = strict.get(OAUTH + servers.query("notion"));

    assertThat(comesBack("notion", servers.fake.agree(authorizeUrl(first))))
        .isEqualTo("/dashboard?oauth_error=invalid_state");
    // To any node.
    Answer back =
        client(servers.node, "")
            .call(
                "GET",
                callback("notion", servers.fake.agree(authorizeUrl(second))),
                Map.of("Cookie", second.header("Set-Cookie").split(";", -1)[0]));
    assertThat(back.header("Location")).isEqualTo("/dashboard?connected=notion");
  }

  @Test
  void aProgramThatLooksAtTheAddressDoesNotUseItUp() {
    Map<String, String> brought = agreed("notion");

    Answer looked = client(servers.node, "").call("HEAD", callback("notion", brought), Map.of());

    assertThat(looked.status()).isEqualTo(200);
    assertThat(comesBack("notion", brought)).isEqualTo("/dashboard?connected=notion");
  }

  @Test
  void whatCannotBeginIsToldApart() {
    ApiClient plain = tenant.client();
    Answer unconfigured = plain.get(OAUTH + "notion/start?collection=c&name=n");
    assertThat(unconfigured.status()).isEqualTo(503);
    assertThat(unconfigured.body().path("detail").asString())
        .isEqualTo(
            "OAuth of notion is not configured on this server: its operator has to set"
                + " hypnos.connectors.oauth.notion.client-id and client-secret");
    assertThat(plain.get(OAUTH + "hubspot/start?collection=c&name=n").status()).isEqualTo(400);
    assertThat(plain.get(OAUTH + "notion/start?name=n").status()).isEqualTo(422);
    assertThat(plain.get(OAUTH + "slack/start?collection=c&name=n").status()).isEqualTo(503);
    assertThat(client.get(OAUTH + "notion/start?collection=a/b").status()).isEqualTo(422);
    Answer channel = client.get(OAUTH + "slack/start?collection=c");
    assertThat(channel.status()).isEqualTo(422);
    assertThat(channel.body().path("detail").path(0).path("loc").path(1).asString())
        .isEqualTo("channel_id");
    Answer elsewhere = plain.get(OAUTH + "notion/start?collection=c&base_url=http://127.0.0.1:1");
    assertThat(elsewhere.status()).isEqualTo(400);
    assertThat(client(servers.node, "").get(OAUTH + "hubspot/callback").status()).isEqualTo(404);
  }

  /** A clock on a string. */
  private static final class Hand extends Clock {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private Asked ask(Consents consents) {
    Caller caller =
        new Caller(
            UUID.fromString(tenant.id()),
            Optional.of(UUID.fromString(tenant.keyId())),
            Plan.TEAM,
            "test");
    return consents.ask(
        caller,
        new WantedConnection(
            OAuthProvider.NOTION,
            "Mine",
            "notes",
            Optional.empty(),
            Map.of("base_url", servers.fake.url())),
        false);
  }

  private static Optional<String> finish(Consents consents, Asked asked) {
    Map<String, String> brought = servers.fake.agree(asked.authorizeUrl());
    return consents
        .finish(
            OAuthProvider.NOTION,
            new Brought(
                Optional.of(brought.get("code")),
                Optional.of(brought.get("state")),
                Optional.empty()),
            Optional.empty(),
            "test")
        .error();
  }

  @Test
  void aStateLivesTenMinutes() {
    Hand clock = new Hand();
    Consents consents = servers.consents(clock);
    Asked inTime = ask(consents);
    Asked late = ask(consents);

    clock.now = clock.now.plus(Duration.ofMinutes(10)).minusMillis(1);
    assertThat(finish(consents, inTime)).isEmpty();
    clock.now = clock.now.plusMillis(1);
    assertThat(finish(consents, late)).contains("invalid_state");
    assertThat(client.get(ALL).body()).hasSize(1);
  }

  @Test
  void aStateThatNobodyBringsBackIsRemovedAndOnlyItsDigestWasKept() {
    Hand clock = new Hand();
    Consents consents = servers.consents(clock);
    Asked old = ask(consents);
    clock.now = clock.now.plus(Duration.ofMinutes(5));
    Asked young = ask(consents);
    assertThat(rows()).hasSize(2);
    String state = FakeOAuth.pairs(URI.create(old.authorizeUrl()).getRawQuery()).get("state");
    assertThat(state).hasSize(43);
    assertThat(rows().toString()).doesNotContain(state);

    clock.now = clock.now.plus(Duration.ofMinutes(5));
    assertThat(consents.forgetExpired()).isFalse();

    assertThat(rows()).hasSize(1);
    assertThat(finish(consents, young)).isEmpty();
    assertThat(rows()).isEmpty();
  }

  private List<String> rows() {
    UUID id = UUID.fromString(tenant.id());
    return servers
        .engine()
        .database()
        .inTenant(
            id,
            handle ->
                handle
                    .createQuery("SELECT s::text FROM oauth_state s WHERE tenant_id = :tenant")
                    .bind("tenant", id)
                    .mapTo(String.class)
                    .list());
  }
}
