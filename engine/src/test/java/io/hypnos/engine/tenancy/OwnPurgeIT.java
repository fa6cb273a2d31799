package io.hypnos.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.brought.OwnPlaces;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The deletion of a tenant that keeps its rows in a database of its own. */
final class OwnPurgeIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private final FakeErasers erasers = new FakeErasers();
  private TenancyParts parts;
  private OwnPlaces places;
  private TenantPurge purge;
  private Tenant tenant;

  @BeforeEach
  void givenATenantWithRowsInBothPlaces() {
    parts = new TenancyParts(STACK.settings());
    places = new OwnPlaces(STACK, parts.database);
    purge =
        new TenantPurge(
            parts.database,
            parts.audit,
            erasers::eraseDocuments,
            erasers::eraseSomeObjects,
            parts.clock);
    tenant = parts.tenant();
    PurgeFixture.fill(parts, tenant, 3);
    places.give(tenant);
    parts.database.<Integer>asSystemOf(tenant.id(), OwnPurgeIT::fill);
  }

  private static int fill(Handle handle) {
    handle.execute(
        """
        INSERT INTO space (tenant_id, space, created_at, updated_at)
        SELECT tenant_id, 'notes', now(), now() FROM tenant
        """);
    handle.execute(
        """
        INSERT INTO search_incarnation (nodes, index_id, seen_at) VALUES ('n', 'i', now())
        """);
    return handle.execute(
        """
        INSERT INTO memory
          (tenant_id, memory_id, space, content, fingerprint, source, valid_from, recorded_at,
           updated_at, embedding, embedding_model)
        SELECT tenant_id, gen_random_uuid(), 'notes', 'memory ' || n, sha256('x'), 'test', now(),
               now(), now(), '', 'none'
        FROM tenant, generate_series(1, 5100) n
        """);
  }

  @AfterEach
  void close() {
    parts.clock.advance(Duration.ofHours(1));
    work();
    places.close();
    parts.close();
  }

  @Test
  void bothPlacesAreLeftEmptyAndTheReceiptCountsTheRowsOfBoth() {
    int home = PurgeFixture.rowsOf(parts, tenant.id());
    purge.request(tenant.id());

    List<String> stages = new ArrayList<>();
    while (purge.runOnce()) {
      stages.add(purge.progress(tenant.id()).orElseThrow().stage());
    }

    assertThat(places.rows(tenant.id()).keySet()).containsExactly("flyway_schema_history");
    assertThat(PurgeFixture.rowsOf(parts, tenant.id())).isZero();
    assertThat(stages)
        .containsSubsequence("objects", "own_rows", "rows", "tenant", "sweep", "done");
    // The tenant itself is a row in both, and its space one there.
    assertThat(purge.progress(tenant.id()).orElseThrow().rows()).isEqualTo(home + 5_100 + 2);
  }

  @Test
  void aDatabaseThatIsAwayHoldsTheDeletionUpAndTheReceiptSaysSo() {
    places.goAway(tenant.id());

    Deletion shut = purge.request(tenant.id());
    assertThat(shut.problem()).isEmpty();
    assertThat(purge.runOnce()).isTrue();

    Deletion held = purge.progress(tenant.id()).orElseThrow();
    assertThat(held.stage()).isEqualTo("documents");
    assertThat(held.problem()).contains("The tenant's own database is not available");

    places.comeBack(tenant.id());
    parts.clock.advance(Duration.ofHours(1));
    work();
    Deletion done = purge.progress(tenant.id()).orElseThrow();
    assertThat(done.state()).isEqualTo("done");
    assertThat(done.problem()).isEqualTo(Optional.empty());
    assertThat(places.rows(tenant.id()).keySet()).containsExactly("flyway_schema_history");
  }

  @Test
  void fromTheFirstStepOnNothingCanBeWrittenThere() {
    purge.request(tenant.id());
    purge.runOnce();

    String state =
        parts.database.asSystemOf(
            tenant.id(),
            handle -> handle.createQuery("SELECT state FROM tenant").mapTo(String.class).one());
    assertThat(state).isEqualTo("deleting");
    assertThat(places.rows(tenant.id())).containsAllEntriesOf(Map.of("memory", 5_100L));
  }

  private void work() {
    while (purge.runOnce()) {
      // Each turn is one step.
    }
  }
}
