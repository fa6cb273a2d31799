package io.hypnos.engine.brought;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.outgoing.HostResolver;
import io.hypnos.engine.outgoing.UrlGuard;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.OutgoingSettings;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class BroughtDatabasesIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static final String SCHEMA = "hypnos";

  private final Tenant tenant = tenant("mine");
  private OwnServer server;
  private String database;

  @BeforeEach
  void createDatabase() {
    server = new OwnServer(STACK);
    database = server.newDatabase();
  }

  @AfterEach
  void dropDatabase() {
    server.drop(database);
  }

  @Test
  void anEmptyDatabaseHoldsTheTablesOfTheRecordAndTheTenantAlone() {
    BroughtDatabase brought = prepare(tenant, server.dsn(database));

    assertThat(brought.dsn()).isEqualTo(server.masked(database));
    assertThat(brought.version()).isNotBlank();
    assertThat(server.tables(database, SCHEMA)).isEqualTo(server.tablesOfRecord()).isNotEmpty();
    assertThat(server.tables(database, "public")).isEmpty();
    assertThat(rows("SELECT tenant_id::text, name FROM hypnos.tenant"))
        .isEqualTo(Map.of(tenant.id().toString(), tenant.name()));
    assertThat(rows("SELECT kind, settings::text FROM hypnos.tenant_endpoint")).isEmpty();
  }

  @Test
  void whatElseLiesInTheDatabaseStaysAsItIs() {
    server.as(database).useHandle(handle -> handle.execute("CREATE TABLE memory (word text)"));

    prepare(tenant, server.dsn(database));

    assertThat(server.tables(database, "public")).containsExactly("memory");
    assertThat(
            rows(
                "SELECT column_name, data_type FROM information_schema.columns"
                    + " WHERE table_schema = 'public'"))
        .isEqualTo(Map.of("word", "text"));
  }

  @Test
  void theSameTenantMayBringItsDatabaseAgain() {
    prepare(tenant, server.dsn(database));
    Tenant renamed =
        new Tenant(tenant.id(), "renamed", Plan.PRO, false, "active", tenant.createdAt());

    prepare(renamed, server.dsn(database));

    assertThat(rows("SELECT name, plan FROM hypnos.tenant")).isEqualTo(Map.of("renamed", "pro"));
  }

  @Test
  void anotherTenantIsRefusedAndChangesNothing() {
    prepare(tenant, server.dsn(database));

    assertRefused(tenant("other"), server.dsn(database), "it belongs to another tenant");

    assertThat(rows("SELECT tenant_id::text, name FROM hypnos.tenant"))
        .isEqualTo(Map.of(tenant.id().toString(), tenant.name()));
  }

  @Test
  void aWrongPasswordIsRefusedWithoutRepeatingIt() {
    assertRefused(
        tenant,
        server.dsn(database).replace(OwnServer.PASSWORD, "wrong-password"),
        "the user or the password is refused");
    assertThat(server.tables(database, SCHEMA)).isEmpty();
  }

  @Test
  void aServerWithoutTlsIsRefusedUnlessTheTenantGivesItUp() {
    assertRefused(
        tenant,
        server.dsn(database).replace("?sslmode=disable", ""),
        "it cannot be reached, or not with this sslmode");
  }

  @Test
  void aUserThatMayNotCreateASchemaIsRefused() {
    server
        .as(database)
        .useHandle(
            handle ->
                handle.execute("ALTER DATABASE \"%s\" OWNER TO postgres".formatted(database)));

    assertRefused(tenant, server.dsn(database), "its user may not create a schema in it");
  }

  @Test
  void aDatabaseThatCanOnlyBeReadIsRefused() {
    server
        .as(database)
        .useHandle(
            handle ->
                handle.execute(
                    "ALTER DATABASE \"%s\" SET default_transaction_read_only = on"
                        .formatted(database)));

    assertRefused(tenant, server.dsn(database), "it can only be read");
  }

  @Test
  void aSchemaThatHoldsSomethingElseIsNotTouched() {
    server
        .as(database)
        .useHandle(
            handle ->
                handle.execute(
                    "CREATE SCHEMA hypnos AUTHORIZATION \"%s\" CREATE TABLE dreams (word text)"
                        .formatted(database)));

    assertRefused(tenant, server.dsn(database), "what its schema hypnos holds cannot be migrated");
    assertThat(server.tables(database, SCHEMA)).containsExactly("dreams");
  }

  @Test
  void aHostOfThisNetworkIsNotConnectedToUnlessTheOperatorAllowsIt() {
    try (UrlGuard strict = guard(false, HostResolver.SYSTEM)) {
      assertThatThrownBy(
              () ->
                  new BroughtDatabases(strict, Clock.systemUTC())
                      .prepare(tenant, server.dsn(database)))
          .isInstanceOf(HypnosException.class)
          .hasMessageContaining("non-routable");
    }
    assertThat(server.tables(database, SCHEMA)).isEmpty();
  }

  @Test
  void theAddressThatWasCheckedIsConnectedToWhateverTheNameMeansElsewhere() {
    // Given a name that no other resolver knows.
    String dsn = server.dsn(database, "database.of.tenant.invalid");
    InetAddress loopback = InetAddress.getLoopbackAddress();

    try (UrlGuard guard = guard(true, host -> new InetAddress[] {loopback})) {
      new BroughtDatabases(guard, Clock.systemUTC()).prepare(tenant, dsn);
    }

    assertThat(server.tables(database, SCHEMA)).isEqualTo(server.tablesOfRecord());
  }

  @Test
  void workOfTheTenantAndUpkeepRunThereAsItsOneUser() {
    prepare(tenant, server.dsn(database));
    AuditEntryCount entries = new AuditEntryCount();

    try (Database own = new Database(server.settings(database, SCHEMA))) {
      AuditLog audit = new AuditLog(own, Clock.systemUTC());
      own.<Void>inTenant(
          tenant.id(),
          handle -> {
            audit.record(
                handle,
                new Actor(tenant.id(), Optional.empty(), "request"),
                "database.tried",
                "it",
                Map.of());
            return null;
          });

      assertThat(own.inTenant(tenant.id(), entries)).isEqualTo(1);
      assertThat(own.asSystem(entries)).isEqualTo(1);
      int deleted = own.<Integer>asSystem(handle -> handle.execute("DELETE FROM audit"));
      assertThat(deleted).isEqualTo(1);
    }
  }

  private static final class AuditEntryCount implements HandleCallback<Integer, RuntimeException> {
    @Override
    public Integer withHandle(Handle handle) {
      return handle.createQuery("SELECT count(*) FROM audit").mapTo(Integer.class).one();
    }
  }

  private static BroughtDatabase prepare(Tenant tenant, String dsn) {
    try (UrlGuard guard = guard(true, HostResolver.SYSTEM)) {
      return new BroughtDatabases(guard, Clock.systemUTC()).prepare(tenant, dsn);
    }
  }

  private static void assertRefused(Tenant tenant, String dsn, String why) {
    assertThatThrownBy(() -> prepare(tenant, dsn))
        .isInstanceOfSatisfying(
            HypnosException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION);
              assertThat(e).hasMessage("the database cannot be used: " + why);
            });
  }

  /** Pairs of two columns. */
  private Map<String, String> rows(String query) {
    return server
        .as(database)
        .withHandle(
            handle ->
                handle
                    .createQuery(query)
                    .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private static UrlGuard guard(boolean allowPrivate, HostResolver resolver) {
    return new UrlGuard(
        new OutgoingSettings(allowPrivate, Duration.ofSeconds(5), Duration.ofSeconds(5)), resolver);
  }

  private static Tenant tenant(String name) {
    return new Tenant(
        UUID.randomUUID(),
        name + "-" + UUID.randomUUID(),
        Plan.FREE,
        false,
        "active",
        Instant.parse("2026-03-01T10:00:00Z"));
  }
}
