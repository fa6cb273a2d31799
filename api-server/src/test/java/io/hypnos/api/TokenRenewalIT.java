package io.hypnos.api;

import static io.hypnos.api.OAuthServers.OAUTH;
import static io.hypnos.api.OAuthServers.authorizeUrl;
import static io.hypnos.api.OAuthServers.callback;
import static io.hypnos.api.OAuthServers.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.RunningApi.NewTenant;
import io.hypnos.connectors.connection.Connection;
import io.hypnos.connectors.connection.TokenRenewal;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens that end, are refused, are replaced, are taken back. */
final class TokenRenewalIT {
  private static final String HOLD =
      """
      SELECT connection_id
      FROM connection
      WHERE tenant_id = :tenant AND connection_id = :id
      FOR UPDATE NOWAIT
      """;

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

  private Connection connected(String provider) {
    Map<String, String> brought =
        servers.fake.agree(authorizeUrl(client.get(OAUTH + servers.query(provider))));
    Answer back = client(servers.node, "").get(callback(provider, brought));
    assertThat(back.header("Location")).isEqualTo("/dashboard?connected=" + provider);
    return servers.connection(tenant.id());
  }

  private Answer sync(Connection connection) {
    return client.post("/v1/memory/connections/" + connection.id() + "/sync", Map.of());
  }

  private List<String> refreshes() {
    return servers.fake.log().stream()
        .filter(line -> line.contains(" refresh_token "))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }

  @Test
  void aRefusedTokenIsRenewedAndTheNextOneIsStoredBeforeItIsUsed() {
    Connection connection = connected("slack");
    Map<String, String> first = servers.credentials(connection);
    Map<String, Boolean> storedWhenUsed = new HashMap<>();
    servers.fake.expireTokens();
    servers.fake.onUse(
        token ->
            storedWhenUsed.merge(
                token,
                token.equals(servers.credentials(connection).get("token")),
                Boolean::logicalAnd));

    Answer synced = sync(connection);
    Map<String, String> second = servers.credentials(connection);
    servers.fake.expireTokens();
    Answer again = sync(connection);
    Map<String, String> third = servers.credentials(connection);

    assertThat(synced.body().path("status").asString()).as(synced.toString()).isEqualTo("active");
    assertThat(synced.body().path("synced").asInt()).isEqualTo(1);
    assertThat(again.body().path("status").asString()).as(again.toString()).isEqualTo("active");
    assertThat(refreshes())
        .containsExactly(first.get("refresh_token"), second.get("refresh_token"));
    assertThat(storedWhenUsed)
        .isEqualTo(Map.of(second.get("token"), true, third.get("token"), true));
  }

  @Test
  void aTokenThatEndsSoonIsRenewedBeforeTheRunAndGoogleKeepsItsRefreshToken() {
    servers.fake.lifetime(240);
    Connection connection = connected("gdrive");
    Map<String, String> first = servers.credentials(connection);
    servers.fake.lifetime(3_600);

    Answer synced = sync(connection);
    Map<String, String> second = servers.credentials(connection);
    Answer again = sync(connection);

    assertThat(synced.body().path("status").asString()).as(synced.toString()).isEqualTo("active");
    assertThat(again.body().path("status").asString()).isEqualTo("active");
    assertThat(refreshes()).containsExactly(first.get("refresh_token"));
    assertThat(second.get("refresh_token")).isEqualTo(first.get("refresh_token"));
    assertThat(second.get("token")).isNotEqualTo(first.get("token"));
    assertThat(second.get("expires_at")).isGreaterThan(first.get("expires_at"));
  }

  @Test
  void twoNodesUseARotatingTokenOnce() {
    Connection connection = connected("slack");
    Map<String, String> first = servers.credentials(connection);
    CountDownLatch release = new CountDownLatch(1);
    servers.fake.onRefresh(token -> await(release));

    CompletableFuture<Optional<String>> one = renewed(servers.node, connection, first, () -> {});
    Awaitility.await().until(() -> refreshes().size() == 1);
    // Once before it looks, and once when it has seen that it has to wait.
    CountDownLatch looks = new CountDownLatch(2);
    CompletableFuture<Optional<String>> other =
        renewed(servers.strict, connection, first, looks::countDown);
    Awaitility.await().until(() -> looks.getCount() == 0);
    release.countDown();

    Optional<String> fresh = one.join();
    assertThat(fresh).isPresent().isEqualTo(other.join());
    assertThat(fresh.get()).isNotEqualTo(first.get("token"));
    assertThat(refreshes()).containsExactly(first.get("refresh_token"));
    assertThat(servers.credentials(connection)).containsEntry("token", fresh.get());
    assertThat(sync(connection).body().path("status").asString()).isEqualTo("active");
    assertThat(refreshes()).hasSize(1);
  }

  private static CompletableFuture<Optional<String>> renewed(
      ApiServer server, Connection connection, Map<String, String> credentials, Runnable alive) {
    TokenRenewal renewal = servers.renewal(server);
    return CompletableFuture.supplyAsync(
        () -> renewal.renewed(connection, credentials.get("token"), alive));
  }

  @Test
  void nothingOfTheRecordIsHeldWhileTheProviderIsAsked() {
    Connection connection = connected("slack");
    List<UUID> held = new CopyOnWriteArrayList<>();
    servers.fake.onRefresh(token -> held.add(hold(connection)));

    Optional<String> renewed =
        servers
            .renewal(servers.node)
            .renewed(connection, servers.credentials(connection).get("token"), () -> {});

    assertThat(renewed).contains(servers.credentials(connection).get("token"));
    assertThat(held).containsExactly(connection.id());
  }

  private static UUID hold(Connection connection) {
    return servers
        .engine()
        .database()
        .inTenant(
            connection.tenantId(),
            handle ->
                handle
                    .createQuery(HOLD)
                    .bind("tenant", connection.tenantId())
                    .bind("id", connection.id())
                    .mapTo(UUID.class)
                    .one());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatSomebodyElseHasPutThereMeanwhileIsTaken() {
    Connection connection = connected("slack");
    String old = servers.credentials(connection).get("token");
    Map<String, String> others = servers.fake.issue();
    servers.fake.onRefresh(
        token -> {
          servers.replace(connection, others);
          servers.fake.revokeAll();
        });

    Optional<String> renewed = servers.renewal(servers.node).renewed(connection, old, () -> {});

    assertThat(renewed).contains(others.get("token"));
    assertThat(refreshes()).hasSize(1);
    assertThat(servers.credentials(connection)).isEqualTo(others);
  }

  @Test
  void whoFindsOnlyAnotherRefreshTokenTriesThatOnce() {
    Connection connection = connected("slack");
    Map<String, String> first = servers.credentials(connection);
    Map<String, String> swapped = new HashMap<>(first);
    swapped.put("refresh_token", servers.fake.issue().get("refresh_token"));
    servers.fake.onRefresh(
        token -> {
          if (token.equals(first.get("refresh_token"))) {
            servers.replace(connection, swapped);
            servers.fake.forget(token);
          }
        });

    Optional<String> renewed =
        servers.renewal(servers.node).renewed(connection, first.get("token"), () -> {});

    assertThat(refreshes())
        .containsExactly(first.get("refresh_token"), swapped.get("refresh_token"));
    assertThat(renewed).contains(servers.credentials(connection).get("token"));
  }

  @Test
  void accessThatWasTakenBackEndsTheRunWithoutAnotherTry() {
    Connection connection = connected("slack");
    String refresh = servers.credentials(connection).get("refresh_token");
    servers.fake.revokeAll();

    Answer synced = sync(connection);

    assertThat(synced.status()).isEqualTo(200);
    assertThat(synced.body().path("status").asString()).isEqualTo("error");
    assertThat(synced.body().path("error").asString()).isEqualTo("access was revoked");
    assertThat(refreshes()).containsExactly(refresh);
    Connection after = servers.connection(tenant.id());
    assertThat(after.failures()).isEqualTo(1);
    assertThat(after.lastError()).contains("access was revoked");
  }

  @Test
  void aTokenEndpointInTroubleIsAskedAgain() {
    Connection connection = connected("notion");
    String refresh = servers.credentials(connection).get("refresh_token");
    servers.fake.expireTokens();
    servers.fake.fail(503);
    servers.fake.fail(503);

    Answer synced = sync(connection);

    assertThat(synced.body().path("status").asString()).as(synced.toString()).isEqualTo("active");
    assertThat(refreshes()).containsExactly(refresh, refresh, refresh);
  }

  @Test
  void aTokenEndpointThatIsDownDoesNotStopARunWhoseTokenIsStillGood() {
    servers.fake.lifetime(240);
    Connection connection = connected("gmail");
    servers.fake.fail(500);

    Answer synced = sync(connection);

    assertThat(synced.body().path("status").asString()).as(synced.toString()).isEqualTo("active");
    assertThat(refreshes()).hasSize(1);
  }
}
