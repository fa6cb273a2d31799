package io.hypnos.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.TenantRows;
import io.hypnos.engine.brought.OwnPlaces;
import io.hypnos.engine.job.BatchProgress.Item;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.TenantStore;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.schemas.message.IngestStatus;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reports of the job about a tenant whose own database is away. */
final class ParkedReportsIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private TenantRows rows;
  private OwnPlaces places;
  private BatchStore batches;
  private ParkedReports parked;
  private Caller caller;
  private UUID batch;

  @BeforeEach
  void givenABatchOfATenantWithAnOwnDatabase() {
    rows = new TenantRows(STACK.settings());
    places = new OwnPlaces(STACK, rows.database());
    UUID tenant = rows.tenant();
    places.give(
        new TenantStore(rows.database(), rows.audit(), Clock.systemUTC())
            .list().stream().filter(each -> each.id().equals(tenant)).findFirst().orElseThrow());
    caller = new Caller(tenant, Optional.empty(), Plan.UNLIMITED, "request-1");
    batches = new BatchStore(rows.database(), Clock.systemUTC());
    parked = new ParkedReports(rows.database(), batches);
    batch = UUID.randomUUID();
    batches.create(caller, batch, "notes", "drop", List.of("a.txt"));
  }

  @AfterEach
  void close() {
    places.close();
    rows.close();
  }

  @Test
  void theyWaitAtHomeAndAreAppliedWhenItIsBack() {
    places.goAway(caller.tenantId());
    report(IngestStatus.State.EXTRACTING);
    report(IngestStatus.State.STORED);
    assertThat(parked.deliver()).isFalse();
    assertThat(waiting()).isEqualTo(2);

    places.comeBack(caller.tenantId());
    parked.deliver();

    assertThat(waiting()).isZero();
    assertThat(batches.progress(caller, batch).orElseThrow().items())
        .extracting(Item::state)
        .containsExactly(IngestStatus.State.STORED);
  }

  private void report(IngestStatus.State state) {
    List<IngestStatus> reports =
        List.of(
            new IngestStatus(
                IngestStatus.VERSION,
                caller.tenantId(),
                batch,
                0,
                state,
                1,
                Optional.empty(),
                Clock.systemUTC().instant()));
    parked.unlessAway(
        caller.tenantId(), reports, () -> batches.advance(caller.tenantId(), reports));
  }

  private int waiting() {
    return rows.database()
        .asSystem(
            handle ->
                handle
                    .createQuery("SELECT count(*) FROM parked_report WHERE tenant_id = :tenant")
                    .bind("tenant", caller.tenantId())
                    .mapTo(Integer.class)
                    .one());
  }
}
