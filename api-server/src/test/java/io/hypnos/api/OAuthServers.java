package io.hypnos.api;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.connectors.connection.Connection;
import io.hypnos.connectors.connection.Connections;
import io.hypnos.connectors.connection.TokenRenewal;
import io.hypnos.connectors.oauth.Consents;
import io.hypnos.connectors.oauth.OAuthApps;
import io.hypnos.connectors.oauth.TokenEndpoint;
import io.hypnos.engine.Engine;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Secret;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;

/** Two nodes of an installation whose operator has registered apps at the fake providers. */
final class OAuthServers implements AutoCloseable {
  static final String OAUTH = "/v1/memory/connections/oauth/";

  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  final FakeOAuth fake;
  final ApiServer node;

  /** Like the first, but consents stay in the browser that asked. */
  final ApiServer strict;

  OAuthServers() throws IOException {
    fake = new FakeOAuth();
    Map<String, String> changes = new HashMap<>(fake.settings());
    changes.put("connectors.allow-base-url", "true");
    changes.put("connectors.scheduled", "false");
    changes.put("outgoing.allow-private", "true");
    changes.put("limits.enabled", "false");
    HypnosSettings settings = Settings.with(RunningApi.settings(), changes);
    node = ApiServer.start(settings);
    strict =
        ApiServer.start(Settings.with(settings, Map.of("connectors.oauth.same-browser", "true")));
  }

  static ApiClient client(ApiServer server, String key) {
    return new ApiClient("http://127.0.0.1:" + server.port(), key);
  }

  /** The query that asks for a connection. */
  String query(String provider) {
    return provider
        + "/start?collection=notes&name=Mine&container_tag=team&base_url="
        + fake.url()
        + (provider.equals("slack") ? "&channel_id=C1" : "");
  }

  static String authorizeUrl(Answer started) {
    if (started.status() != 200) {
      throw new IllegalStateException("no consent was begun: " + started);
    }
    return started.body().path("authorize_url").asString();
  }

  static String callback(String provider, Map<String, String> brought) {
    return OAUTH
        + provider
        + "/callback?"
        + brought.entrySet().stream()
            .filter(each -> !each.getKey().equals("redirect"))
            .map(
                each ->
                    each.getKey()
                        + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
  }

  Engine engine() {
    return node.context().getBean(Engine.class);
  }

  TokenRenewal renewal(ApiServer server) {
    return server.context().getBean(TokenRenewal.class);
  }

  Consents consents(Clock clock) {
    return new Consents(
        engine(),
        node.context().getBean(Connections.class),
        node.context().getBean(OAuthApps.class),
        node.context().getBean(TokenEndpoint.class),
        provider -> "http://127.0.0.1:8080" + OAUTH + provider.text() + "/callback",
        new SecureRandom(),
        clock);
  }

  Connection connection(String tenant) {
    return node.context().getBean(Connections.class).list(UUID.fromString(tenant)).get(0);
  }

  Map<String, String> credentials(Connection connection) {
    return ApiClient.JSON.readValue(
        engine()
            .secrets()
            .find(connection.tenantId(), Connections.secretName(connection.id()))
            .orElseThrow()
            .reveal(),
        TEXTS);
  }

  /** As somebody who does not know of the lock. */
  void replace(Connection connection, Map<String, String> credentials) {
    engine()
        .secrets()
        .put(
            connection.tenantId(),
            Connections.secretName(connection.id()),
            Secret.of(ApiClient.JSON.writeValueAsString(credentials)));
  }

  @Override
  public void close() {
    strict.close();
    node.close();
    fake.close();
  }
}
