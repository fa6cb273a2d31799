package io.hypnos.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.Tenants;
import io.hypnos.engine.database.Database;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AuditChainIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static Database database;
  private static AuditLog audit;
  private static AuditSealer sealer;
  private static AuditVerifier verifier;
  private UUID tenant;

  @BeforeAll
  static void open() {
    database = new Database(STACK.settings().database());
    Tenants.prepare(database, STACK.settings());
    audit = new AuditLog(database, Clock.systemUTC());
    sealer = new AuditSealer(database, Clock.systemUTC());
    verifier = new AuditVerifier(database);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void newTenant() {
    tenant = Tenants.create(database).tenantId();
    seal();
  }

  @Test
  void everyEntryGetsAPlaceInTheChainOfItsTenant() {
    write(tenant, 1_200);

    assertThat(verifier.verify(tenant).unsealed()).isEqualTo(1_200);
    seal();

    AuditVerification verified = verifier.verify(tenant);
    assertThat(verified.intact()).isTrue();
    assertThat(verified.unsealed()).isZero();
    assertThat(verified.checked()).isEqualTo(positions(tenant).size());
    assertThat(positions(tenant))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, verified.checked()).boxed().toList());
  }

  @Test
  void aTenantWithoutEntriesHasAnIntactChain() {
    AuditVerification verified = verifier.verify(UUID.randomUUID());

    assertThat(verified).isEqualTo(new AuditVerification(0, List.of(), 0, 0));
  }

  @Test
  void whatWasWrittenWhileOthersSealIsChainedToo() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        work.add(
            () -> {
              write(tenant, 150);
              return null;
            });
      }
      for (int i = 0; i < 2; i++) {
        work.add(
            () -> {
              for (int turn = 0; turn < 40; turn++) {
                sealer.runOnce();
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    seal();

    AuditVerification verified = verifier.verify(tenant);
    assertThat(verified.failures()).isEmpty();
    assertThat(verified.unsealed()).isZero();
    assertThat(verified.checked()).isGreaterThanOrEqualTo(600);
  }

  @Test
  void everyFieldOfAnEntryIsCoveredByItsHash() {
    write(tenant, 10);
    seal();
    for (String change :
        List.of(
            "at = at + interval '1 microsecond'",
            "action = 'memory.delete'",
            "target = NULL",
            "target = ''",
            "key_id = '00000000-0000-4000-8000-00000000000f'",
            "request_id = 'someone-else'",
            "detail = '{\"memories\": 5.0}'",
            "detail = '{}'",
            "hash = sha256('x')")) {
      String before = rowAt(5);
      asOwner("UPDATE audit SET " + change + " WHERE tenant_id = ? AND position = 5");
      assertThat(rowAt(5)).as(change).isNotEqualTo(before);

      AuditVerification verified = verifier.verify(tenant);

      assertThat(verified.firstBroken()).as(change).contains(5L);
      restore(before);
      assertThat(verifier.verify(tenant).intact()).as("restored after " + change).isTrue();
    }
  }

  @Test
  void aDeletedEntryIsTold() {
    write(tenant, 10);
    seal();

    asOwner("DELETE FROM audit WHERE tenant_id = ? AND position = 4");

    AuditVerification verified = verifier.verify(tenant);
    assertThat(verified.firstBroken()).contains(4L);
    assertThat(verified.failed()).isEqualTo(1);
    assertThat(verified.failures().get(0).stored()).isEmpty();
  }

  @Test
  void aDeletedEntryIsToldWhenTheOthersWereMovedUp() {
    write(tenant, 10);
    seal();

    asOwner("DELETE FROM audit WHERE tenant_id = ? AND position = 4");
    asOwner("UPDATE audit SET position = -position WHERE tenant_id = ? AND position > 4");
    asOwner("UPDATE audit SET position = -position - 1 WHERE tenant_id = ? AND position < 0");

    assertThat(verifier.verify(tenant).firstBroken()).contains(4L);
  }

  @Test
  void swappedEntriesAreTold() {
    write(tenant, 10);
    seal();

    asOwner("UPDATE audit SET position = -1 WHERE tenant_id = ? AND position = 3");
    asOwner("UPDATE audit SET position = 3 WHERE tenant_id = ? AND position = 7");
    asOwner("UPDATE audit SET position = 7 WHERE tenant_id = ? AND position = -1");

    AuditVerification verified = verifier.verify(tenant);
    assertThat(verified.failures())
        .extracting(AuditVerification.Failure::position)
        .containsExactly(3L, 4L, 7L, 8L);
  }

  @Test
  void anEndThatWasCutOffIsTold() {
    write(tenant, 10);
    seal();
    long last = verifier.verify(tenant).checked();

    asOwner("DELETE FROM audit WHERE tenant_id = ? AND position > 8");

    AuditVerification verified = verifier.verify(tenant);
    assertThat(verified.firstBroken()).contains(9L);
    assertThat(verified.failed()).isEqualTo(last - 8);
  }

  @Test
  void aPartOfTheChainCanBeVerifiedAlone() {
    write(tenant, 20);
    seal();
    asOwner("UPDATE audit SET action = 'x' WHERE tenant_id = ? AND position = 5");

    assertThat(verifier.verify(tenant, 6, 15).intact()).isTrue();
    assertThat(verifier.verify(tenant, 6, 15).checked()).isEqualTo(10);
    assertThat(verifier.verify(tenant, 2, 5).firstBroken()).contains(5L);
    assertThat(verifier.verify(tenant, 100, 200).checked()).isZero();
  }

  @Test
  void theLogIsReadPageByPageWithPlaceAndHash() {
    write(tenant, 25);
    seal();
    write(tenant, 1);

    List<AuditEntry> all = audit.recent(tenant, 100);
    List<AuditEntry> paged = new ArrayList<>();
    long before = Long.MAX_VALUE;
    List<AuditEntry> page = audit.before(tenant, before, 7);
    while (!page.isEmpty()) {
      paged.addAll(page);
      before = page.get(page.size() - 1).sequence();
      page = audit.before(tenant, before, 7);
    }

    assertThat(paged).isEqualTo(all).hasSizeGreaterThanOrEqualTo(26);
    assertThat(all.get(0).position()).isEmpty();
    assertThat(all.get(1).position()).contains(all.size() - 1L);
    assertThat(all.get(1).hash().orElseThrow()).hasSize(64);
  }

  @Test
  void tenantsHaveChainsOfTheirOwn() {
    UUID other = Tenants.create(database).tenantId();
    write(tenant, 5);
    write(other, 5);
    seal();

    asOwner("UPDATE audit SET action = 'x' WHERE tenant_id = ? AND position = 2");

    assertThat(verifier.verify(tenant).intact()).isFalse();
    assertThat(verifier.verify(other).intact()).isTrue();
    assertThat(audit.recent(other, 100)).extracting(AuditEntry::action).doesNotContain("x");
  }

  private static void write(UUID tenantId, int entries) {
    Actor actor = new Actor(tenantId, Optional.of(UUID.randomUUID()), "request");
    for (int i = 0; i < entries; i++) {
      String target = "target " + i;
      database.inTenant(
          tenantId,
          handle -> {
            audit.record(handle, actor, "memory.create", target, Map.of("memories", 5));
            return null;
          });
    }
  }

  private static void seal() {
    while (sealer.runOnce()) {
      // Page by page.
    }
  }

  private static List<Long> positions(UUID tenantId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery("SELECT position FROM audit WHERE tenant_id = :tenant ORDER BY 1")
                .bind("tenant", tenantId)
                .mapTo(Long.class)
                .list());
  }

  private String rowAt(long position) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    "SELECT to_jsonb(audit)::text FROM audit"
                        + " WHERE tenant_id = :tenant AND position = :position")
                .bind("tenant", tenant)
                .bind("position", position)
                .mapTo(String.class)
                .one());
  }

  private void restore(String row) {
    asOwner(
        """
        UPDATE audit a
        SET (at, action, target, key_id, request_id, detail, hash)
          = (SELECT r.at, r.action, r.target, r.key_id, r.request_id, r.detail, r.hash
             FROM jsonb_populate_record(NULL::audit, '%s'::jsonb) r)
        WHERE tenant_id = ? AND position = 5
        """
            .formatted(row.replace("'", "''")));
  }

  /** What somebody with full access to the database could do; the product's roles cannot. */
  private void asOwner(String statement) {
    DatabaseSettings settings = STACK.settings().database();
    try (Connection connection =
            DriverManager.getConnection(
                settings.jdbcUrl(), settings.ownerUser(), settings.ownerPassword().reveal());
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      prepared.setObject(1, tenant);
      prepared.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
