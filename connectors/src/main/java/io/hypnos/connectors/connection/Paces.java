package io.hypnos.connectors.connection;

import io.hypnos.connectors.call.Pace;
import io.hypnos.connectors.sync.Provider;
import io.hypnos.engine.memory.MemoryIds;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One pace for all connections of a tenant to one account of a provider, however often their tokens
 * change. Where nothing tells the account, each credential is taken for one.
 */
final class Paces {
  private static final int BURST = 10;
  private static final int MOST = 10_000;

  private final Map<UUID, Pace> paces = new ConcurrentHashMap<>();
  private final Clock clock;

  Paces(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param id of the connection; empty while it is only tried
   */
  Pace of(Provider provider, UUID tenantId, Optional<UUID> id, NewConnection connection) {
    if (paces.size() > MOST) {
      paces.clear();
    }
    UUID key = MemoryIds.within(tenantId, provider.name() + " " + account(id, connection), 0);
    return paces.computeIfAbsent(key, none -> Pace.of(clock, provider.callsPerMinute(), BURST));
  }

  private static String account(Optional<UUID> id, NewConnection connection) {
    Map<String, String> credentials = connection.credentials();
    if (credentials.containsKey("account")) {
      return "account " + credentials.get("account");
    }
    if (credentials.containsKey("email")) {
      return credentials.get("email") + " at " + connection.config().get("base_url");
    }
    // Its tokens change, so they name nothing.
    return credentials.containsKey("refresh_token") && id.isPresent()
        ? "connection " + id.get()
        : new TreeMap<>(credentials).toString();
  }
}
