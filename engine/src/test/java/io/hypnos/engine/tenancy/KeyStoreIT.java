package io.hypnos.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.audit.AuditEntry;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class KeyStoreIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private TenancyParts parts;
  private Tenant tenant;

  @BeforeEach
  void open() {
    parts = new TenancyParts(STACK.settings());
    tenant = parts.tenant();
  }

  @AfterEach
  void close() {
    parts.close();
  }

  @Test
  void anIssuedKeyIsListedWithoutItsSecret() {
    IssuedKey issued =
        parts.keys.issue(
            tenant.id(),
            "laptop",
            Role.FEDERATION,
            true,
            Optional.of(parts.clock.instant().plusSeconds(60)));

    assertThat(parts.keys.list(tenant.id())).containsExactly(issued.key());
    assertThat(issued.key().hint()).isEqualTo("mk_live_…" + issued.secret().reveal().substring(36));
  }

  @Test
  void theDatabaseHoldsTheDigestOnly() {
    IssuedKey issued = parts.key(tenant);

    String row =
        parts.database.asSystem(
            handle ->
                handle
                    .createQuery("SELECT k::text FROM api_key k WHERE key_id = :id")
                    .bind("id", issued.key().id())
                    .mapTo(String.class)
                    .one());

    assertThat(row).doesNotContain(issued.secret().reveal().substring(8));
    assertThat(row)
        .doesNotContain(
            HexFormat.of().formatHex(issued.secret().reveal().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aKeyForAnUnknownTenantIsRefused() {
    assertFails(
        ErrorCode.NOT_FOUND,
        () -> parts.keys.issue(UUID.randomUUID(), "", Role.USER, false, Optional.empty()));
  }

  @Test
  void aKeyThatHasExpiredAlreadyIsNotMade() {
    assertFails(
        ErrorCode.VALIDATION,
        () ->
            parts.keys.issue(
                tenant.id(), "", Role.USER, false, Optional.of(parts.clock.instant())));
  }

  @Test
  void revokingTellsWhetherTheTenantHasTheKey() {
    IssuedKey issued = parts.key(tenant);

    assertThat(parts.keys.revoke(tenant.id(), issued.key().id())).isTrue();
    assertThat(parts.keys.revoke(tenant.id(), issued.key().id())).isTrue();
    assertThat(parts.keys.revoke(tenant.id(), UUID.randomUUID())).isFalse();
  }

  @Test
  void revokingAgainKeepsTheFirstTime() {
    IssuedKey issued = parts.key(tenant);
    parts.keys.revoke(tenant.id(), issued.key().id());
    ApiKey revoked = parts.keys.list(tenant.id()).get(0);

    parts.clock.advance(Duration.ofHours(1));
    parts.keys.revoke(tenant.id(), issued.key().id());

    assertThat(revoked.revokedAt()).isPresent();
    assertThat(parts.keys.list(tenant.id())).containsExactly(revoked);
  }

  @Test
  void oneTenantNeitherSeesNorRevokesTheKeysOfAnother() {
    Tenant other = parts.tenant();
    IssuedKey foreign = parts.key(other);

    assertThat(parts.keys.list(tenant.id())).isEmpty();
    assertThat(parts.keys.revoke(tenant.id(), foreign.key().id())).isFalse();
    assertThat(parts.keys.revoke(ownAdmin(), other.id(), foreign.key().id())).isTrue();
  }

  @Test
  void rowLevelSecurityHidesTheKeysOfOthersFromAnyStatement() {
    Tenant other = parts.tenant();
    IssuedKey foreign = parts.key(other);
    IssuedKey own = parts.key(tenant);

    List<UUID> visible =
        parts.database.inTenant(
            tenant.id(),
            handle -> handle.createQuery("SELECT key_id FROM api_key").mapTo(UUID.class).list());
    int changed =
        parts.database.inTenant(
            tenant.id(),
            handle ->
                handle.execute(
                    "UPDATE api_key SET role = 'admin' WHERE key_id = ?", foreign.key().id()));

    assertThat(visible).containsExactly(own.key().id());
    assertThat(changed).isZero();
  }

  @Test
  void theAppRoleCannotMakeAnOperatorOfAnyKey() {
    IssuedKey ordinary = parts.key(parts.tenants.find(FirstTenant.ID).orElseThrow());

    assertThatThrownBy(
            () ->
                parts.database.inTenant(
                    FirstTenant.ID,
                    handle ->
                        handle.execute(
                            "UPDATE api_key SET operator = true, revoked_at = now()"
                                + " WHERE key_id = ?",
                            ordinary.key().id())))
        .isInstanceOf(JdbiException.class)
        .hasMessageContaining("row-level security");
  }

  @Test
  void noTenantButTheFirstCanHaveAnOperatorsKey() {
    IssuedKey ordinary = parts.key(tenant);

    assertThatThrownBy(
            () ->
                parts.database.asSystem(
                    handle ->
                        handle.execute(
                            "UPDATE api_key SET operator = true, revoked_at = now()"
                                + " WHERE key_id = ?",
                            ordinary.key().id())))
        .isInstanceOf(JdbiException.class)
        .hasMessageContaining("check constraint");
  }

  @Test
  void issuingAndRevokingAreAudited() {
    IssuedKey issued =
        parts.keys.issue(ownAdmin(), tenant.id(), "", Role.ADMIN, false, Optional.empty());
    parts.clock.advance(Duration.ofSeconds(1));
    parts.keys.revoke(ownAdmin(), tenant.id(), issued.key().id());
    parts.keys.revoke(ownAdmin(), tenant.id(), issued.key().id());

    List<AuditEntry> entries = parts.audit.recent(tenant.id(), 10);

    assertThat(entries).extracting(AuditEntry::action).containsExactly("key.revoke", "key.issue");
    assertThat(entries)
        .extracting(AuditEntry::target)
        .containsOnly(Optional.of(issued.key().id().toString()));
    assertThat(entries.toString()).doesNotContain(issued.secret().reveal());
  }

  private Actor ownAdmin() {
    return new Actor(tenant.id(), Optional.empty(), "request-1");
  }

  private static void assertFails(ErrorCode code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(HypnosException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
