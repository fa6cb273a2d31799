package io.hypnos.connectors.oauth;

import io.hypnos.connectors.call.Patience;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.connection.Connection;
import io.hypnos.connectors.connection.Connections;
import io.hypnos.connectors.connection.TokenRenewal;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.secret.SecretStore;
import io.hypnos.settings.Secret;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renews the tokens of connections in the record. Who renews holds the row of the connection from
 * before it reads the refresh token until the next one is stored, so of any number of nodes one
 * asks the provider and the others find what it got.
 */
public final class StoredTokens implements TokenRenewal {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  /** What ends within this time is renewed before a run. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private static final int MOST_TRIES = 3;

  /** Rows that refer to the connection may still be added meanwhile. */
  private static final String LOCK =
      """
      SELECT connection_id
      FROM connection
      WHERE tenant_id = :tenant AND connection_id = :id
      FOR NO KEY UPDATE
      """;

  private final Database database;
  private final SecretStore secrets;
  private final OAuthApps apps;
  private final TokenEndpoint endpoint;
  private final Supplier<Patience> patience;
  private final Clock clock;

  public StoredTokens(
      Database database,
      SecretStore secrets,
      OAuthApps apps,
      TokenEndpoint endpoint,
      Supplier<Patience> patience,
      Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.apps = apps;
    this.endpoint = endpoint;
    this.patience = patience;
    this.clock = clock;
  }

  @Override
  public Map<String, String> beforeRun(Connection connection, Map<String, String> credentials) {
    Optional<OAuthApp> app = appFor(connection, credentials);
    if (app.isEmpty() || !endsSoon(credentials)) {
      return credentials;
    }
    try {
      return renew(connection, app.get(), credentials.getOrDefault(Tokens.ACCESS, ""));
    } catch (ProviderFailure e) {
      if (e.is(Kind.UNAUTHORIZED)) {
        throw e;
      }
      // The token may last for the run; when it does not, the run asks again and more patiently.
      return credentials;
    }
  }

  private Optional<OAuthApp> appFor(Connection connection, Map<String, String> credentials) {
    return credentials.containsKey(Tokens.REFRESH)
        ? OAuthProvider.find(connection.provider()).flatMap(apps::find)
        : Optional.empty();
  }

  private boolean endsSoon(Map<String, String> credentials) {
    String end = credentials.getOrDefault(Tokens.END, "");
    try {
      return !end.isEmpty() && !clock.instant().isBefore(Instant.parse(end).minus(MARGIN));
    } catch (DateTimeException e) {
      return false; // A text that somebody else put there; a refused token tells as well.
    }
  }

  @Override
  public Optional<String> renewed(Connection connection, String refused) {
    Optional<OAuthApp> app =
        secrets
            .find(connection.tenantId(), Connections.secretName(connection.id()))
            .map(StoredTokens::texts)
            .flatMap(stored -> appFor(connection, stored));
    return app.map(found -> patiently(connection, found, refused).get(Tokens.ACCESS));
  }

  private Map<String, String> patiently(Connection connection, OAuthApp app, String refused) {
    Patience waiting = patience.get();
    int tries = 0;
    while (true) {
      try {
        return renew(connection, app, refused);
      } catch (ProviderFailure e) {
        tries++;
        boolean passes = e.is(Kind.RATE_LIMITED) || e.is(Kind.UNAVAILABLE);
        if (!passes || tries >= MOST_TRIES) {
          throw e;
        }
        // Not while the row is held.
        waiting.rest(e.waitFor(), tries);
      }
    }
  }

  private Map<String, String> renew(Connection connection, OAuthApp app, String refused) {
    UUID tenant = connection.tenantId();
    return database.atHome(
        tenant,
        handle -> {
          lock(handle, connection);
          Map<String, String> stored = read(handle, connection);
          if (!refused.equals(stored.get(Tokens.ACCESS))) {
            return stored; // Somebody else has renewed it.
          }
          Map<String, String> fresh = asked(handle, connection, app, stored);
          secrets.put(
              handle,
              tenant,
              Connections.secretName(connection.id()),
              Secret.of(JSON.writeValueAsString(fresh)));
          return fresh;
        });
  }

  /**
   * A refresh token that is refused may have been replaced by somebody who does not hold the row: a
   * person, or a release that knew no lock. So the record is read once more.
   */
  private Map<String, String> asked(
      Handle handle, Connection connection, OAuthApp app, Map<String, String> stored) {
    try {
      return endpoint.refresh(app, stored.getOrDefault(Tokens.REFRESH, "")).over(stored);
    } catch (ProviderFailure e) {
      Map<String, String> again = e.is(Kind.UNAUTHORIZED) ? read(handle, connection) : stored;
      if (again.equals(stored)) {
        throw e;
      }
      return Objects.equals(again.get(Tokens.ACCESS), stored.get(Tokens.ACCESS))
          ? endpoint.refresh(app, again.getOrDefault(Tokens.REFRESH, "")).over(again)
          : again;
    }
  }

  private static void lock(Handle handle, Connection connection) {
    Optional<UUID> held =
        handle
            .createQuery(LOCK)
            .bind("tenant", connection.tenantId())
            .bind("id", connection.id())
            .mapTo(UUID.class)
            .findOne();
    if (held.isEmpty()) {
      throw gone();
    }
  }

  private Map<String, String> read(Handle handle, Connection connection) {
    return secrets
        .find(handle, connection.tenantId(), Connections.secretName(connection.id()))
        .map(StoredTokens::texts)
        .orElseThrow(StoredTokens::gone);
  }

  private static Map<String, String> texts(Secret secret) {
    return Map.copyOf(JSON.readValue(secret.reveal(), TEXTS));
  }

  private static ProviderFailure gone() {
    return ProviderFailure.of(Kind.CONFIGURATION, "the connection is gone");
  }
}
