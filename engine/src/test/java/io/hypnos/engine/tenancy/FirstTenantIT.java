package io.hypnos.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.audit.AuditEntry;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Authentication.Authenticated;
import io.hypnos.engine.tenancy.Authentication.Reason;
import io.hypnos.engine.tenancy.Authentication.Refused;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.Secret;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class FirstTenantIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private final Secret rootKey = KeyFormat.generate(KeyStyle.HEX, new SecureRandom());
  private TenancyParts parts;

  @BeforeEach
  void open() {
    parts = new TenancyParts(STACK.settings());
  }

  @AfterEach
  void close() {
    parts.firstTenant(STACK.settings().rootKey()).ensure();
    parts.close();
  }

  @Test
  void theFirstTenantIsThereAfterAnyStart() {
    Tenant tenant = parts.tenants.find(FirstTenant.ID).orElseThrow();

    assertThat(tenant.name()).isEqualTo("default");
    assertThat(tenant.plan()).isEqualTo(Plan.UNLIMITED);
    assertThat(tenant.admin()).isTrue();
  }

  @Test
  void theRootKeyIsTheOperator() {
    parts.firstTenant(Optional.of(rootKey)).ensure();

    Principal principal = principal(rootKey);

    assertThat(principal.operator()).isTrue();
    assertThat(principal.tenantId()).isEqualTo(FirstTenant.ID);
    assertThat(principal.role()).isEqualTo(Role.ADMIN);
    assertThat(principal.readOnly()).isFalse();
    assertThat(principal.keyLabel()).isEqualTo("root");
  }

  @Test
  void anotherStartWithTheSameRootKeyChangesNothing() {
    parts.firstTenant(Optional.of(rootKey)).ensure();
    List<ApiKey> keys = parts.keys.list(FirstTenant.ID);
    List<AuditEntry> audit = parts.audit.recent(FirstTenant.ID, 5);

    parts.firstTenant(Optional.of(rootKey)).ensure();

    assertThat(parts.keys.list(FirstTenant.ID)).isEqualTo(keys);
    assertThat(parts.audit.recent(FirstTenant.ID, 5)).isEqualTo(audit);
  }

  @Test
  void aNewRootKeyRevokesTheOldOne() {
    Secret next = KeyFormat.generate(KeyStyle.HEX, new SecureRandom());
    parts.firstTenant(Optional.of(rootKey)).ensure();

    parts.firstTenant(Optional.of(next)).ensure();

    assertThat(principal(next).operator()).isTrue();
    assertThat(authenticate(rootKey)).isEqualTo(new Refused(Reason.REVOKED));
  }

  @Test
  void anEarlierRootKeyMayComeBack() {
    Secret next = KeyFormat.generate(KeyStyle.HEX, new SecureRandom());
    parts.firstTenant(Optional.of(rootKey)).ensure();
    parts.firstTenant(Optional.of(next)).ensure();

    parts.firstTenant(Optional.of(rootKey)).ensure();

    assertThat(principal(rootKey).operator()).isTrue();
    assertThat(authenticate(next)).isEqualTo(new Refused(Reason.REVOKED));
  }

  @Test
  void anOrdinaryKeyNeverBecomesTheRootKey() {
    IssuedKey ordinary = parts.key(parts.tenant());

    assertThatThrownBy(() -> parts.firstTenant(Optional.of(ordinary.secret())).ensure())
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageNotContaining(ordinary.secret().reveal());
    assertThat(parts.principal(ordinary).operator()).isFalse();
  }

  @Test
  void withoutARootKeyTheStoredOneStays() {
    parts.firstTenant(Optional.of(rootKey)).ensure();

    parts.firstTenant(Optional.empty()).ensure();

    assertThat(principal(rootKey).operator()).isTrue();
  }

  @Test
  void theRootKeyCannotBeRevokedLikeAnyOther() {
    parts.firstTenant(Optional.of(rootKey)).ensure();

    assertThatThrownBy(() -> parts.keys.revoke(FirstTenant.ID, principal(rootKey).keyId()))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
  }

  @Test
  void nodesThatStartAtOnceAgreeOnOneOperatorsKey() throws Exception {
    try (TenancyParts otherNode = new TenancyParts(STACK.settings())) {
      startAtOnce(List.of(parts, otherNode), 8);
    }

    assertThat(liveOperatorKeys()).isEqualTo(1);
    assertThat(principal(rootKey).operator()).isTrue();
  }

  private void startAtOnce(List<TenancyParts> nodes, int times)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(times);
    try {
      List<Future<?>> starts = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        FirstTenant start = nodes.get(i % nodes.size()).firstTenant(Optional.of(rootKey));
        starts.add(threads.submit(start::ensure));
      }
      for (Future<?> start : starts) {
        start.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private int liveOperatorKeys() {
    return parts.database.asSystem(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM api_key WHERE operator AND revoked_at IS NULL")
                .mapTo(Integer.class)
                .one());
  }

  private Authentication authenticate(Secret key) {
    return parts.authenticator.authenticate(key.reveal());
  }

  private Principal principal(Secret key) {
    return ((Authenticated) authenticate(key)).principal();
  }
}
