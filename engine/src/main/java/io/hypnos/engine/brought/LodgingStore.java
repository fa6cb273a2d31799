package io.hypnos.engine.brought;

import io.hypnos.engine.brought.EndpointStore.Endpoint;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.secret.SecretStore;
import io.hypnos.settings.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which tenants lodge in a database of their own, as the operator's database knows. */
final class LodgingStore {
  private static final String KIND = "database";
  private static final String SECRET = "database/dsn";
  private static final String DSN = "dsn";
  private static final String VERSION = "version";
  private static final String PLACE = "place";
  private static final String OPENED = "opened";

  private static final String ALL =
      """
      SELECT tenant_id, concat_ws('/', settings ->> 'place', settings ->> 'opened') AS name
      FROM tenant_endpoint
      WHERE kind = 'database'
      """;

  private final SecretStore secrets;
  private final EndpointStore endpoints = new EndpointStore(KIND);

  LodgingStore(SecretStore secrets) {
    this.secrets = secrets;
  }

  /** By tenant, a name that is another when the database must be opened anew. */
  Map<UUID, String> names(Handle home) {
    Map<UUID, String> names = new HashMap<>();
    home.createQuery(ALL)
        .map(
            (row, context) ->
                Map.entry(row.getObject("tenant_id", UUID.class), row.getString("name")))
        .forEach(each -> names.put(each.getKey(), each.getValue()));
    return names;
  }

  Secret dsn(UUID tenantId) {
    return secrets.find(tenantId, SECRET).orElseThrow(LodgingStore::withoutDsn);
  }

  Optional<Lodging> find(Handle home, UUID tenantId) {
    return endpoints
        .find(home, tenantId)
        .map(
            found -> {
              String place = found.settings().get(PLACE);
              return new Lodging(
                  place,
                  found.settings().getOrDefault(OPENED, place),
                  secrets.find(home, tenantId, SECRET).orElseThrow(LodgingStore::withoutDsn));
            });
  }

  private static HypnosException withoutDsn() {
    return new HypnosException(ErrorCode.UNAVAILABLE, "The DSN of the tenant is gone");
  }

  /** What the tenant is shown. */
  Optional<BroughtDatabase> shown(Handle home, UUID tenantId) {
    return endpoints.find(home, tenantId).map(LodgingStore::masked);
  }

  private static BroughtDatabase masked(Endpoint found) {
    return new BroughtDatabase(
        found.settings().get(DSN), found.settings().get(VERSION), found.verifiedAt());
  }

  void put(Handle home, UUID tenantId, BroughtDatabase shown, Lodging lodging) {
    Map<String, String> settings =
        Map.of(
            DSN, shown.dsn(),
            VERSION, shown.version(),
            PLACE, lodging.place(),
            OPENED, lodging.opened());
    endpoints.put(home, tenantId, settings, shown.verifiedAt());
    secrets.put(home, tenantId, SECRET, lodging.dsn());
  }

  void delete(Handle home, UUID tenantId) {
    secrets.delete(home, tenantId, SECRET);
    endpoints.delete(home, tenantId);
  }
}
