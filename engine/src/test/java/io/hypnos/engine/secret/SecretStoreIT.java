package io.hypnos.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.SettableClock;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.TenantStore;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.Secret;
import io.hypnos.settings.SecretSettings;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SecretStoreIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static final String OLD = "old:" + "1".repeat(64);
  private static final String NEW = "new:" + "2".repeat(64);

  private final SettableClock clock = new SettableClock("2026-03-01T10:00:30Z");
  private Database database;
  private SecretStore secrets;
  private UUID tenant;

  @BeforeEach
  void open() {
    database = new Database(STACK.settings().database());
    secrets = store(OLD);
    tenant = newTenant();
  }

  @AfterEach
  void close() {
    database.asSystem(handle -> handle.execute("DELETE FROM secret"));
    database.close();
  }

  @Test
  void aSecretIsFoundUnderItsNameUntilItIsReplacedOrDeleted() {
    secrets.put(tenant, "llm", Secret.of("first"));
    assertThat(secrets.find(tenant, "llm")).contains(Secret.of("first"));

    secrets.put(tenant, "llm", Secret.of("second"));
    assertThat(secrets.find(tenant, "llm")).contains(Secret.of("second"));

    assertThat(secrets.delete(tenant, "llm")).isTrue();
    assertThat(secrets.delete(tenant, "llm")).isFalse();
    assertThat(secrets.find(tenant, "llm")).isEmpty();
  }

  @Test
  void namesAreListedByPrefixInOrder() {
    for (String name : new String[] {"connector/b", "connector/a", "llm", "connector_x", "100%"}) {
      secrets.put(tenant, name, Secret.of("value"));
    }

    assertThat(secrets.names(tenant, "connector/")).containsExactly("connector/a", "connector/b");
    assertThat(secrets.names(tenant, "")).hasSize(5);
    assertThat(secrets.names(tenant, "%")).isEmpty();
  }

  @Test
  void tenantsDoNotSeeEachOthersSecrets() {
    UUID other = newTenant();
    secrets.put(tenant, "llm", Secret.of("mine"));
    secrets.put(other, "llm", Secret.of("theirs"));

    assertThat(secrets.find(tenant, "llm")).contains(Secret.of("mine"));
    assertThat(secrets.find(other, "llm")).contains(Secret.of("theirs"));
    assertThat(secrets.delete(other, "llm")).isTrue();
    assertThat(secrets.find(tenant, "llm")).isPresent();
    // Even a statement without the tenant's name sees the rows of its own transaction only.
    assertThat(count(other)).isZero();
    assertThat(count(tenant)).isEqualTo(1);
  }

  @Test
  void aRowThatIsMovedToAnotherTenantDoesNotOpen() {
    UUID other = newTenant();
    secrets.put(tenant, "llm", Secret.of("mine"));
    database.asSystem(
        handle ->
            handle
                .createUpdate("UPDATE secret SET tenant_id = :other WHERE tenant_id = :tenant")
                .bind("other", other)
                .bind("tenant", tenant)
                .execute());

    assertThatThrownBy(() -> secrets.find(other, "llm"))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
  }

  @Test
  void theDatabaseHoldsNoClearText() {
    secrets.put(tenant, "llm", Secret.of("sk-very-secret"));

    String row =
        database.asSystem(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT secret::text || encode(sealed, 'escape')
                        FROM secret
                        WHERE tenant_id = :tenant
                        """)
                    .bind("tenant", tenant)
                    .mapTo(String.class)
                    .one());
    assertThat(row).contains("llm").doesNotContain("very-secret");
  }

  @Test
  void rotationEncryptsAllAnewAndThenTheOldKeyCanGo() {
    UUID other = newTenant();
    IntStream.range(0, 230)
        .forEach(i -> secrets.put(i % 2 == 0 ? tenant : other, "s" + i, Secret.of("value " + i)));
    SecretStore both = store(NEW, OLD);
    both.put(tenant, "fresh", Secret.of("new already"));

    assertThat(rotation(NEW, OLD).runOnce()).isEqualTo(230);
    assertThat(rotation(NEW, OLD).runOnce()).isZero();

    SecretStore newOnly = store(NEW);
    IntStream.range(0, 230)
        .forEach(
            i ->
                assertThat(newOnly.find(i % 2 == 0 ? tenant : other, "s" + i))
                    .contains(Secret.of("value " + i)));
    assertThat(newOnly.find(tenant, "fresh")).contains(Secret.of("new already"));
  }

  @Test
  void rotationPassesOverWhatItCannotOpen() {
    secrets.put(tenant, "a", Secret.of("damaged"));
    secrets.put(tenant, "b", Secret.of("fine"));
    database.asSystem(
        handle -> handle.execute("UPDATE secret SET sealed = sealed || '\\x00' WHERE name = 'a'"));

    assertThat(rotation(NEW, OLD).runOnce()).isEqualTo(1);

    assertThat(store(NEW).find(tenant, "b")).contains(Secret.of("fine"));
    assertThatThrownBy(() -> store(NEW, OLD).find(tenant, "a")).isInstanceOf(HypnosException.class);
  }

  @Test
  void badNamesAndValuesAreRefused() {
    for (String name : new String[] {"", "  ", "a\u0000b", "a\nb", "\ud800", "n".repeat(257)}) {
      assertRefused(name, "value");
    }
    assertRefused("llm", "");
    assertRefused("llm", "x".repeat(64 * 1024 + 1));
    secrets.put(tenant, "ключ/🔑", Secret.of("x".repeat(64 * 1024)));
    assertThat(secrets.find(tenant, "ключ/🔑")).isPresent();
  }

  private void assertRefused(String name, String value) {
    assertThatThrownBy(() -> secrets.put(tenant, name, Secret.of(value)))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION));
  }

  private int count(UUID seenBy) {
    return database.inTenant(
        seenBy,
        handle -> handle.createQuery("SELECT count(*) FROM secret").mapTo(Integer.class).one());
  }

  private UUID newTenant() {
    return new TenantStore(database, new AuditLog(database, clock), clock)
        .create("tenant " + UUID.randomUUID(), Plan.TEAM, false)
        .id();
  }

  private SecretStore store(String... keys) {
    return new SecretStore(database, settings(keys), new SecureRandom(), clock);
  }

  private SecretRotation rotation(String... keys) {
    return new SecretRotation(database, settings(keys), new SecureRandom());
  }

  private static SecretSettings settings(String... keys) {
    return new SecretSettings(Stream.of(keys).map(Secret::of).toList());
  }
}
