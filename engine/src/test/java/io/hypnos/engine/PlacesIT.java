package io.hypnos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.audit.AuditEntry;
import io.hypnos.engine.audit.AuditSealer;
import io.hypnos.engine.audit.AuditVerification;
import io.hypnos.engine.brought.OwnPlaces;
import io.hypnos.engine.job.Job;
import io.hypnos.engine.job.JobQueue.Leased;
import io.hypnos.engine.job.NewJob;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.oversight.TenantUsage;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.sleep.ChangedSpaces.ChangedSpace;
import io.hypnos.engine.sleep.Run;
import io.hypnos.engine.sleep.RunState;
import io.hypnos.engine.sleep.SleepRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Upkeep where some tenants keep their rows in databases of their own. */
final class PlacesIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

  private static final String SPACE = "hall";

  private static Engine engine;
  private OwnPlaces places;
  private Caller home;
  private Caller own;
  private Caller other;

  @BeforeAll
  static void open() {
    engine = Engines.open(STACK.settings());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @BeforeEach
  void givenTwoTenantsWithOwnDatabasesAndOneWithout() {
    places = new OwnPlaces(STACK, engine.database());
    home = Engines.newTenant(engine);
    own = tenantWithOwnDatabase();
    other = tenantWithOwnDatabase();
  }

  private Caller tenantWithOwnDatabase() {
    Tenant tenant = engine.tenants().create("own-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    places.give(tenant);
    return new Caller(tenant.id(), Optional.empty(), tenant.plan(), "test-request");
  }

  @AfterEach
  void dropDatabases() {
    places.close();
  }

  @Test
  void whatTheWritersLeftOpenIsIndexedFromEveryPlaceThatAnswers() {
    for (Caller each : List.of(home, own, other)) {
      write(each, "A walrus sings of " + each.tenantId());
      engine.index().eraseTenant(each.tenantId());
      leaveOpen(each);
    }
    places.goAway(other.tenantId());

    indexWhatIsOpen();

    assertThat(found(home, "walrus")).containsExactly("A walrus sings of " + home.tenantId());
    assertThat(found(own, "walrus")).containsExactly("A walrus sings of " + own.tenantId());
    places.comeBack(other.tenantId());
    indexWhatIsOpen();
    assertThat(found(other, "walrus")).containsExactly("A walrus sings of " + other.tenantId());
  }

  @Test
  void aNewIndexIsFilledFromEveryPlaceAndFromOneThatWasAwayOnceItIsBack() {
    for (Caller each : List.of(home, own, other)) {
      write(each, "A heron waits for " + each.tenantId());
    }
    indexWhatIsOpen();
    places.goAway(other.tenantId());

    engine.rebuild().request(UUID.randomUUID());
    while (engine.rebuild().latest().orElseThrow().isOpen()) {
      engine.rebuild().runOnce();
      assertThat(engine.rebuild().latest().orElseThrow().error()).isEmpty();
    }

    // Before the relay has looked at the new index.
    assertThat(found(home, "heron")).containsExactly("A heron waits for " + home.tenantId());
    assertThat(found(own, "heron")).containsExactly("A heron waits for " + own.tenantId());
    assertThat(engine.rebuild().latest().orElseThrow().copied())
        .isEqualTo(engine.rebuild().latest().orElseThrow().total());
    places.comeBack(other.tenantId());
    indexWhatIsOpen();
    assertThat(found(other, "heron")).containsExactly("A heron waits for " + other.tenantId());
    assertThat(found(own, "heron")).containsExactly("A heron waits for " + own.tenantId());
  }

  @Test
  void jobsAreTakenFromEveryPlaceAndALongQueueKeepsNobodyWaiting() {
    String kind = "test-" + UUID.randomUUID();
    for (int i = 0; i < 6; i++) {
      enqueue(Engines.newTenant(engine), kind);
    }
    UUID theirs = enqueue(own, kind).id();
    UUID others = enqueue(other, kind).id();
    Set<UUID> taken = new HashSet<>();
    for (int worker = 0; worker < 3; worker++) {
      Leased leased = engine.knowledge().jobQueue().take(List.of(kind), UUID.randomUUID()).get();
      taken.add(leased.job().id());
      assertThat(engine.knowledge().jobQueue().extend(leased)).isTrue();
      assertThat(engine.knowledge().jobQueue().done(leased, Map.of())).isTrue();
    }

    assertThat(taken).hasSize(3).contains(theirs, others);
    assertThat(engine.knowledge().jobs().find(own.tenantId(), theirs).map(Job::state))
        .contains(Job.State.DONE);
  }

  @Test
  void aSleepOfATenantWithAnOwnDatabaseRunsAndIsAskedForByItsSpace() {
    write(home, "The pump in the cellar hums.");
    write(own, "The pump in the cellar hums.");
    write(own, "the pump in the cellar hums");
    write(other, "The boiler is new.");

    List<ChangedSpace> changed = changedSpaces(1);

    assertThat(changed)
        .contains(
            new ChangedSpace(home.tenantId(), SPACE),
            new ChangedSpace(own.tenantId(), SPACE),
            new ChangedSpace(other.tenantId(), SPACE))
        .doesNotHaveDuplicates()
        .isEqualTo(changedSpaces(100));
    Run run =
        engine
            .sleeper()
            .runs()
            .run(
                own,
                SleepRequest.deduplication(SPACE, engine.sleeper().runs().usual()),
                Duration.ofMinutes(1));
    assertThat(run.state()).isEqualTo(RunState.DONE);
    assertThat(places.rows(own.tenantId())).containsEntry("run", 1L);
  }

  private static List<ChangedSpace> changedSpaces(int pageSize) {
    List<ChangedSpace> all = new ArrayList<>();
    List<ChangedSpace> page;
    do {
      Optional<ChangedSpace> last =
          all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
      page = engine.sleeper().changedSpaces().after(last, pageSize);
      all.addAll(page);
    } while (page.size() == pageSize);
    return all;
  }

  @Test
  void figuresOfTheOperatorCountWhatLiesElsewhere() {
    long before = engine.oversight().health(Duration.ofDays(90)).total();
    long activated = engine.oversight().signups(7).activated();
    write(home, "One lies at home.");
    write(own, "Two lie elsewhere, this is one.");
    write(own, "And this is the other.");

    assertThat(engine.oversight().health(Duration.ofDays(90)).total()).isEqualTo(before + 3);
    assertThat(engine.oversight().signups(7).activated()).isEqualTo(activated + 2);
    Map<UUID, Long> sizes =
        engine.oversight().usage(7).stream()
            .collect(Collectors.toMap(TenantUsage::tenantId, TenantUsage::databaseBytes));
    assertThat(sizes.get(own.tenantId())).isGreaterThan(sizes.get(home.tenantId()));
    assertThat(sizes.get(other.tenantId())).isZero();
  }

  @Test
  void theAuditOfBothPlacesIsSealedReadAndVerified() {
    note(own, true);
    note(own, false);
    AuditSealer sealer = new AuditSealer(engine.database(), Clock.systemUTC());
    while (sealer.runOnce()) {
      // Each turn seals a page of every tenant.
    }

    assertThat(engine.audit().recent(own.tenantId(), 10))
        .extracting(AuditEntry::action)
        .containsExactly("test.own", "test.home");
    assertThat(engine.outbound().auditVerifier().verify(own.tenantId()))
        .isEqualTo(new AuditVerification(2, List.of(), 0, 0));

    engine
        .database()
        .<Integer>asSystemOf(
            own.tenantId(), handle -> handle.execute("UPDATE audit SET hash = sha256('x')"));
    assertThat(engine.outbound().auditVerifier().verify(own.tenantId()).failed()).isEqualTo(1);
  }

  @Test
  void theOperatorReadsItsOwnAuditWhateverTheOtherPlaceDoes() {
    note(own, true);
    note(own, false);
    note(own, false);
    engine
        .database()
        .<Integer>asSystemOf(
            own.tenantId(), handle -> handle.execute("UPDATE audit SET detail = '[1]'"));

    // One of each place.
    assertThat(engine.audit().recentOfEach(own.tenantId(), 1))
        .extracting(AuditEntry::action)
        .containsExactly("test.own", "test.home");
    places.goAway(own.tenantId());

    assertThat(engine.audit().recentOfEach(own.tenantId(), 10))
        .extracting(AuditEntry::action)
        .containsExactly("test.home");
  }

  private static void note(Caller caller, boolean atHome) {
    Actor actor = caller.actor();
    if (atHome) {
      engine
          .database()
          .<Void>atHome(
              caller.tenantId(),
              handle -> {
                engine.audit().record(handle, actor, "test.home", "x", Map.of());
                return null;
              });
    } else {
      engine
          .database()
          .<Void>inTenant(
              caller.tenantId(),
              handle -> {
                engine.audit().record(handle, actor, "test.own", "x", Map.of());
                return null;
              });
    }
  }

  @Test
  void onlyATenantWhoseOwnDatabaseFailsIsAway() {
    places.goAway(own.tenantId());

    assertThat(engine.database().isAway(own.tenantId())).isTrue();
    assertThat(engine.database().isAway(other.tenantId())).isFalse();
    assertThat(engine.database().isAway(home.tenantId())).isFalse();
    places.comeBack(own.tenantId());
    assertThat(found(own, "nothing")).isEmpty();
  }

  private static Job enqueue(Caller caller, String kind) {
    return engine.knowledge().jobs().enqueue(caller, NewJob.of(kind, Map.of()));
  }

  private static void write(Caller caller, String text) {
    engine.writer().write(caller, NewMemory.text(SPACE, text, "api"), WritePolicy.KEEP_ALL);
  }

  /** As a writer that died before it could index; above what the index knows to be deleted. */
  private static void leaveOpen(Caller caller) {
    engine
        .database()
        .<Integer>asSystemOf(
            caller.tenantId(),
            handle ->
                handle
                    .createUpdate(
                        """
                        WITH newer AS (
                          UPDATE memory SET row_version = row_version + 10 WHERE tenant_id = :tenant
                        )
                        UPDATE outbox
                        SET indexed_at = NULL, created_at = created_at - interval '1 minute',
                            row_version = row_version + 10
                        WHERE tenant_id = :tenant
                        """)
                    .bind("tenant", caller.tenantId())
                    .execute());
  }

  private static void indexWhatIsOpen() {
    int indexed;
    do {
      indexed = engine.relay().runOnce();
    } while (indexed > 0);
  }

  private static List<String> found(Caller caller, String query) {
    return engine
        .search()
        .search(caller, new SearchRequest(query, Optional.empty(), 20, 0.0))
        .hits()
        .stream()
        .map(hit -> hit.memory().content())
        .toList();
  }
}
