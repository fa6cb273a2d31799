package io.hypnos.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.audit.AuditEntry;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Authentication.Reason;
import io.hypnos.engine.tenancy.Authentication.Refused;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class TenantPurgeIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private final FakeErasers erasers = new FakeErasers();
  private TenancyParts parts;
  private TenantPurge purge;
  private Tenant tenant;

  @BeforeEach
  void open() {
    parts = new TenancyParts(STACK.settings());
    purge = purge(parts);
    tenant = parts.tenant();
  }

  @AfterEach
  void close() {
    erasers.outage.set(null);
    parts.clock.advance(Duration.ofHours(1));
    work(purge);
    parts.close();
  }

  @Test
  void theTablesToEmptyAreAllThatHoldRowsOfTenants() {
    List<String> known = new ArrayList<>(TenantTables.ALL);
    known.addAll(List.of("tenant", "tenant_deletion"));

    assertThat(PurgeFixture.tablesOfTenants(parts)).containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void nothingOfTheTenantIsLeftAndNothingOfOthersIsTouched() {
    Tenant other = parts.tenant();
    int otherRows = PurgeFixture.fill(parts, other, 100);
    int rows = PurgeFixture.fill(parts, tenant, 6000);
    erasers.documents.put(tenant.id(), 6000);
    erasers.objects.put(tenant.id(), 1200);
    erasers.objects.put(other.id(), 7);

    purge.request(tenant.id());
    work(purge);

    assertThat(PurgeFixture.rowsOf(parts, tenant.id())).isZero();
    assertThat(PurgeFixture.rowsOf(parts, other.id())).isEqualTo(otherRows);
    assertThat(erasers.objects).containsEntry(other.id(), 7);
    assertThat(purge.progress(tenant.id()))
        .contains(
            new Deletion(
                tenant.id(),
                tenant.name(),
                "done",
                "done",
                6000,
                1200,
                rows,
                Optional.empty(),
                parts.clock.instant(),
                Optional.of(parts.clock.instant())));
  }

  @Test
  void theTenantIsShutFromTheRequestOn() {
    IssuedKey key = parts.key(tenant);

    Deletion deletion = purge.request(tenant.id());

    assertThat(deletion.state()).isEqualTo("running");
    assertThat(deletion.stage()).isEqualTo("documents");
    assertThat(parts.authenticate(key)).isEqualTo(new Refused(Reason.UNKNOWN));
    assertThat(parts.keys.list(tenant.id()))
        .singleElement()
        .satisfies(each -> assertThat(each.revokedAt()).contains(parts.clock.instant()));
    assertThat(parts.tenants.find(tenant.id()).map(Tenant::state)).contains("deleting");
    assertFails(ErrorCode.NOT_FOUND, () -> parts.key(tenant));
  }

  @Test
  void theRecordShowsTheProgressAfterEachStep() {
    erasers.documents.put(tenant.id(), 3);
    erasers.objects.put(tenant.id(), 501);
    purge.request(tenant.id());

    List<Deletion> seen = new ArrayList<>();
    while (purge.runOnce()) {
      seen.add(purge.progress(tenant.id()).orElseThrow());
    }

    assertThat(seen)
        .extracting(Deletion::stage)
        .containsExactly("objects", "objects", "objects", "rows", "tenant", "sweep", "done");
    assertThat(seen)
        .extracting(Deletion::objects)
        .startsWith(0L, 500L, 501L)
        .last()
        .isEqualTo(501L);
  }

  @Test
  void askingAgainTellsTheProgressAndChangesNothing() {
    Deletion first = purge.request(tenant.id());
    parts.clock.advance(Duration.ofSeconds(5));

    assertThat(purge.request(tenant.id())).isEqualTo(first);

    work(purge);
    assertThat(purge.request(tenant.id()).state()).isEqualTo("done");
  }

  @Test
  void anUnknownTenantIsNotFound() {
    assertFails(ErrorCode.NOT_FOUND, () -> purge.request(UUID.randomUUID()));
    assertThat(purge.progress(UUID.randomUUID())).isEmpty();
  }

  @Test
  void theDefaultTenantStays() {
    assertFails(ErrorCode.FORBIDDEN, () -> purge.request(FirstTenant.ID));
  }

  @Test
  void aNameIsFreeAgainOnceTheTenantIsGone() {
    purge.request(tenant.id());
    assertFails(ErrorCode.CONFLICT, () -> parts.tenants.create(tenant.name(), Plan.FREE, false));

    work(purge);

    assertThat(parts.tenants.create(tenant.name(), Plan.FREE, false).id())
        .isNotEqualTo(tenant.id());
  }

  @Test
  void aFailureIsKeptAndTheStageTriedAgainLater() {
    erasers.documents.put(tenant.id(), 3);
    erasers.outage.set("the index is away");
    purge.request(tenant.id());
    work(purge);
    assertThat(lastError()).isEqualTo("the index is away");

    erasers.outage.set(null);
    assertThat(purge.runOnce()).isFalse();
    parts.clock.advance(Duration.ofSeconds(2));
    work(purge);

    assertThat(purge.progress(tenant.id()).orElseThrow().documents()).isEqualTo(3);
    assertThat(purge.progress(tenant.id()).orElseThrow().state()).isEqualTo("done");
    assertThat(lastError()).isNull();
  }

  @Test
  void thePauseGrowsWithEachFailure() {
    erasers.outage.set("the index is away");
    purge.request(tenant.id());
    work(purge);
    parts.clock.advance(Duration.ofSeconds(2));
    work(purge);

    parts.clock.advance(Duration.ofSeconds(3));
    assertThat(purge.runOnce()).isFalse();
    parts.clock.advance(Duration.ofSeconds(1));
    assertThat(purge.runOnce()).isTrue();
  }

  @Test
  void aFailingDeletionDoesNotHoldUpAnother() {
    Tenant other = parts.tenant();
    erasers.outage.set("the index is away");
    purge.request(tenant.id());
    work(purge);
    erasers.outage.set(null);

    purge.request(other.id());
    work(purge);

    assertThat(purge.progress(other.id()).orElseThrow().state()).isEqualTo("done");
    assertThat(purge.progress(tenant.id()).orElseThrow().state()).isEqualTo("running");
  }

  @Test
  void whatARunningRequestAddsMeanwhileGoesAsWell() {
    erasers.documents.put(tenant.id(), 3);
    purge.request(tenant.id());
    while (!purge.progress(tenant.id()).orElseThrow().stage().equals("tenant")) {
      purge.runOnce();
    }

    PurgeFixture.fillLate(parts, tenant);
    erasers.documents.put(tenant.id(), 1);
    erasers.objects.put(tenant.id(), 1);
    work(purge);

    assertThat(PurgeFixture.rowsOf(parts, tenant.id())).isZero();
    assertThat(purge.progress(tenant.id()).orElseThrow().documents()).isEqualTo(4);
    assertThat(erasers.objects).containsEntry(tenant.id(), 0);
  }

  @Test
  void twoNodesShareTheWorkWithoutDoingAnyTwice() throws Exception {
    List<Tenant> doomed = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Tenant next = parts.tenant();
      PurgeFixture.fill(parts, next, 50);
      erasers.documents.put(next.id(), 50);
      erasers.objects.put(next.id(), 1750);
      purge.request(next.id());
      doomed.add(next);
    }
    try (TenancyParts otherNode = new TenancyParts(STACK.settings(), parts.clock)) {
      workTogether(purge, purge(otherNode));
    }

    assertThat(doomed)
        .allSatisfy(
            each -> {
              Deletion deletion = purge.progress(each.id()).orElseThrow();
              assertThat(deletion.state()).isEqualTo("done");
              assertThat(deletion.objects()).isEqualTo(1750);
              assertThat(PurgeFixture.rowsOf(parts, each.id())).isZero();
            });
  }

  @Test
  void theDeletionIsAuditedOnTheTenantOfTheOperator() {
    Tenant operator = parts.tenant();

    purge.request(new Actor(operator.id(), Optional.empty(), "request-9"), tenant.id());
    work(purge);

    assertThat(parts.audit.recent(operator.id(), 10))
        .extracting(AuditEntry::action, AuditEntry::target)
        .containsExactly(tuple("tenant.delete", Optional.of(tenant.id().toString())));
  }

  private TenantPurge purge(TenancyParts node) {
    return new TenantPurge(
        node.database, node.audit, erasers::eraseDocuments, erasers::eraseSomeObjects, node.clock);
  }

  private static void work(TenantPurge purge) {
    while (purge.runOnce()) {
      // Each turn is one step.
    }
  }

  private static void workTogether(TenantPurge first, TenantPurge second)
      throws InterruptedException, ExecutionException {
    ExecutorService nodes = Executors.newFixedThreadPool(2);
    try {
      Future<?> one = nodes.submit(() -> work(first));
      Future<?> two = nodes.submit(() -> work(second));
      one.get();
      two.get();
    } finally {
      nodes.shutdown();
    }
    // A node may have found nothing because the other held the last one locked.
    work(first);
  }

  private String lastError() {
    return parts.database.asSystem(
        handle ->
            handle
                .createQuery("SELECT last_error FROM tenant_deletion WHERE tenant_id = :tenant")
                .bind("tenant", tenant.id())
                .mapTo(String.class)
                .findOne()
                .orElse(null));
  }

  private static void assertFails(ErrorCode code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(HypnosException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
