package io.hypnos.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class TenantStoreIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private TenancyParts parts;

  @BeforeEach
  void open() {
    parts = new TenancyParts(STACK.settings());
  }

  @AfterEach
  void close() {
    parts.close();
  }

  @Test
  void aTenantIsFoundAsItWasMade() {
    Tenant made = parts.tenants.create("Ärzte 🦉 " + UUID.randomUUID(), Plan.PRO, true);

    assertThat(parts.tenants.find(made.id())).contains(made);
    assertThat(parts.tenants.list()).contains(made);
    assertThat(made.state()).isEqualTo("active");
    assertThat(made.plan()).isEqualTo(Plan.PRO);
    assertThat(made.admin()).isTrue();
  }

  @Test
  void aNameIsGivenOnce() {
    Tenant first = parts.tenant();

    assertThatThrownBy(() -> parts.tenants.create(first.name(), Plan.FREE, false))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
  }

  @Test
  void aTenantThatIsNotThereIsNotFound() {
    assertThat(parts.tenants.find(UUID.randomUUID())).isEmpty();
  }

  @Test
  void makingATenantIsAuditedOnTheTenantOfWhoDidIt() {
    UUID keyId = UUID.randomUUID();
    Actor operator = new Actor(parts.tenant().id(), Optional.of(keyId), "request-7");

    Tenant made = parts.tenants.create(operator, "tenant " + keyId, Plan.FREE, false);

    assertThat(parts.audit.recent(operator.tenantId(), 10))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.action()).isEqualTo("tenant.create");
              assertThat(entry.target()).contains(made.id().toString());
              assertThat(entry.keyId()).contains(keyId);
              assertThat(entry.requestId()).contains("request-7");
              assertThat(entry.at()).isEqualTo(parts.clock.instant());
              assertThat(entry.detail()).containsEntry("plan", "free");
            });
    assertThat(parts.audit.recent(made.id(), 10)).isEmpty();
  }
}
