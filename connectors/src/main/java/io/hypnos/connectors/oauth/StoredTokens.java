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
 * Renews the tokens of connections in the record. Who renews claims that in the row of the
 * connection before it reads the refresh token, until the next one is stored, so of any number of
 * nodes one asks the provider and the others find what it got. Nothing of the record is held while
 * the provider is asked.
 */
public final class StoredTokens implements TokenRenewal {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  /** What ends within this time is renewed before a run. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private static final int MOST_TRIES = 3;

  /** Between two looks whether somebody else has renewed them. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Database database;
  private final SecretStore secrets;
  private final OAuthApps apps;
  private final TokenEndpoint endpoint;
  private final Supplier<Patience> patience;
  private final Supplier<UUID> ids;
  private final Clock clock;

  /**
   * @param stored credentials as they are
   * @param busy whether somebody else asks for others
   * @param mine whether it is ours to ask
   */
  private record Turn(Map<String, String> stored, boolean busy, boolean mine) {}

  public StoredTokens(
      Database database,
      SecretStore secrets,
      OAuthApps apps,
      TokenEndpoint endpoint,
      Supplier<Patience> patience,
      Supplier<UUID> ids,
      Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.apps = apps;
    this.endpoint = endpoint;
    this.patience = patience;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public Map<String, String> beforeRun(
      Connection connection, Map<String, String> credentials, Runnable alive) {
    Optional<OAuthApp> app = appFor(connection, credentials);
    if (app.isEmpty() || !endsSoon(credentials)) {
      return credentials;
    }
    try {
      String ending = credentials.getOrDefault(Tokens.ACCESS, "");
      return renew(connection, app.get(), ending, patience.get(), alive);
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
  public Optional<String> renewed(Connection connection, String refused, Runnable alive) {
    Optional<OAuthApp> app =
        secrets
            .find(connection.tenantId(), Connections.secretName(connection.id()))
            .map(StoredTokens::texts)
            .flatMap(stored -> appFor(connection, stored));
    return app.map(found -> patiently(connection, found, refused, alive).get(Tokens.ACCESS));
  }

  private Map<String, String> patiently(
      Connection connection, OAuthApp app, String refused, Runnable alive) {
    Patience waiting = patience.get();
    int tries = 0;
    while (true) {
      try {
        return renew(connection, app, refused, waiting, alive);
      } catch (ProviderFailure e) {
        tries++;
        boolean passes = e.is(Kind.RATE_LIMITED) || e.is(Kind.UNAVAILABLE);
        if (!passes || tries >= MOST_TRIES) {
          throw e;
        }
        waiting.rest(e.waitFor(), tries);
      }
    }
  }

  private Map<String, String> renew(
      Connection connection, OAuthApp app, String refused, Patience waiting, Runnable alive) {
    UUID claim = ids.get();
    alive.run();
    Turn turn = turn(connection, refused, claim);
    while (turn.busy()) {
      waiting.rest(Optional.of(LOOK), 1);
      alive.run();
      turn = turn(connection, refused, claim);
    }
    if (!turn.mine()) {
      return turn.stored();
    }
    try {
      return asked(connection, app, turn.stored(), alive);
    } finally {
      database.<Void>atHome(
          connection.tenantId(),
          handle -> {
            RenewalClaims.giveBack(handle, connection, claim);
            return null;
          });
    }
  }

  private Turn turn(Connection connection, String refused, UUID claim) {
    return database.atHome(
        connection.tenantId(),
        handle -> {
          boolean busy = RenewalClaims.lock(handle, connection).orElseThrow(StoredTokens::gone);
          Map<String, String> stored = read(handle, connection);
          if (!refused.equals(stored.get(Tokens.ACCESS))) {
            return new Turn(stored, false, false); // Somebody else has renewed it.
          }
          if (!busy) {
            RenewalClaims.take(handle, connection, claim);
          }
          return new Turn(stored, busy, !busy);
        });
  }

  /**
   * A refresh token that is refused may have been replaced by somebody who claimed nothing: a
   * person, or a release that knew no claims. So the record is read once more.
   */
  private Map<String, String> asked(
      Connection connection, OAuthApp app, Map<String, String> stored, Runnable alive) {
    try {
      return refreshed(connection, app, stored);
    } catch (ProviderFailure e) {
      Map<String, String> again = e.is(Kind.UNAUTHORIZED) ? read(connection) : stored;
      if (again.equals(stored)) {
        throw e;
      }
      if (!Objects.equals(again.get(Tokens.ACCESS), stored.get(Tokens.ACCESS))) {
        return again;
      }
      alive.run();
      return refreshed(connection, app, again);
    }
  }

  private Map<String, String> refreshed(
      Connection connection, OAuthApp app, Map<String, String> stored) {
    String token = stored.getOrDefault(Tokens.REFRESH, "");
    Map<String, String> fresh = endpoint.refresh(app, token).over(stored);
    return database.atHome(
        connection.tenantId(),
        handle -> {
          if (RenewalClaims.lock(handle, connection).isEmpty()) {
            throw gone();
          }
          Map<String, String> now = read(handle, connection);
          if (!now.equals(stored)) {
            // Somebody has put others there meanwhile: theirs stay.
            boolean sameAccess = Objects.equals(now.get(Tokens.ACCESS), stored.get(Tokens.ACCESS));
            return sameAccess ? fresh : now;
          }
          secrets.put(
              handle,
              connection.tenantId(),
              Connections.secretName(connection.id()),
              Secret.of(JSON.writeValueAsString(fresh)));
          return fresh;
        });
  }

  private Map<String, String> read(Connection connection) {
    return database.atHome(connection.tenantId(), handle -> read(handle, connection));
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
