package io.hypnos.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.Tenants;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.memory.SourceUnit.SourceRecord;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.sleep.SleepRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Units of intake: whole versions that replace each other, repeats that change nothing. */
final class UnitsIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

  private static final String SPACE = "library";

  /** Of the free plan, which then has room for one. */
  private static final long ALMOST_FULL = 9_999;

  private static Engine engine;

  private final Caller caller = newTenant();

  @BeforeAll
  static void open() {
    engine = Engines.open(STACK.settings());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void aRepeatChangesNothing() {
    SourceUnit page = page("a", 1, "One of it.", "Two of it.");
    store(page);
    Map<UUID, Long> before = versions();

    List<UnitOutcome> again = store(page, page);

    assertThat(again).extracting(outcome -> outcome.memories().size()).containsExactly(2, 2);
    assertThat(versions()).hasSize(2).isEqualTo(before);
  }

  @Test
  void aNewVersionKeepsWhatIsTheSameChangesWhatIsOtherAndDropsWhatIsGone() {
    store(page("a", 1, "Stays as it is.", "Will be said otherwise.", "Will be gone."));
    Map<UUID, Long> before = versions();

    store(page("a", 2, "Stays as it is.", "Is said otherwise now."));

    assertThat(contents()).containsExactlyInAnyOrder("Stays as it is.", "Is said otherwise now.");
    Map<UUID, Long> after = versions();
    assertThat(after.get(id("a", 0))).isEqualTo(before.get(id("a", 0)));
    assertThat(after.get(id("a", 1))).isGreaterThan(before.get(id("a", 1)));
  }

  @Test
  void anOlderVersionThatComesLateNeverTakesThePlaceOfANewerOne() {
    List<UnitOutcome> outcomes =
        store(
            page("a", 7, "The seventh."), page("a", 5, "The fifth."), page("a", 8, "The eighth."));

    assertThat(contents()).containsExactly("The eighth.");
    assertThat(outcomes.get(1).note()).contains("a newer version is there");
  }

  @Test
  void aDeletionRemovesAllAndWhatComesLateStaysAway() {
    store(page("a", 1, "One.", "Two."), page("b", 1, "Other."));

    store(deletion("a", 3), page("a", 2, "Too late."));

    assertThat(contents()).containsExactly("Other.");
    assertThat(engine.writer().units().standing(caller.tenantId(), Map.of(id("a", 0), "One.")))
        .isEmpty();
  }

  @Test
  void whatComesBackAfterItsDeletionIsFoundAgain() {
    store(page("a", 1, "The harbour opens at noon.", "Its lamp is green."));
    store(deletion("a", 2));
    assertThat(found("When does the harbour open?")).isEmpty();

    store(page("a", 3, "The harbour opens at noon.", "Its lamp is green."));

    assertThat(found("When does the harbour open?"))
        .containsExactlyInAnyOrder(id("a", 0), id("a", 1));
  }

  @Test
  void aPartThatAVersionDroppedAndALaterOneHasAgainIsFoundAgain() {
    store(page("a", 1, "The harbour opens at noon.", "Its lamp is green."));
    store(page("a", 2, "The harbour opens at noon."));

    store(page("a", 3, "The harbour opens at noon.", "Its lamp is green."));

    assertThat(found("What colour is the lamp?")).contains(id("a", 1));
  }

  @Test
  void ofTwoFirstVersionsAtOnceOneStandsWhole() throws Exception {
    String[] three = {"One of three.", "Two of three.", "Three of three."};
    String[] five = {"1 of five.", "2 of five.", "3 of five.", "4 of five.", "5 of five."};
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 20; round++) {
        String name = "twice-" + round;
        SourceUnit older = page(name, 1, three);
        SourceUnit newer = page(name, 2, five);
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<?>> both = new ArrayList<>();
        for (SourceUnit each : List.of(older, newer)) {
          both.add(
              threads.submit(
                  () -> {
                    together.await();
                    return store(each);
                  }));
        }
        for (Future<?> each : both) {
          each.get(30, TimeUnit.SECONDS);
        }
        assertThat(contents()).containsExactlyInAnyOrder(five);
        store(deletion(name, 3));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aUnitThatFailsLeavesNoTraceThatItsNeighboursRepeat() {
    Caller free = newTenant(Plan.FREE);
    Tenants.fill(engine.database(), free.tenantId(), ALMOST_FULL);

    List<UnitOutcome> outcomes =
        storeFor(
            free,
            unique(free, "a", "Said by both.", "Too many."),
            unique(free, "b", "Said by both."));

    assertThat(outcomes.get(0).failure()).isPresent();
    assertThat(outcomes.get(1).failure()).isEmpty();
    assertThat(outcomes.get(1).memories()).hasSize(1);
  }

  @Test
  void aNewVersionOfAMemberTakesItsPrototypeApart() {
    store(
        page("a", 1, "The team drinks far too much coffee every morning."),
        page("b", 1, "Every morning the team drinks way too much coffee."),
        page("c", 1, "Our team is drinking too much coffee in the morning."),
        page("d", 1, "Anna plays the violin in a small orchestra."),
        page("e", 1, "Invoices are paid within thirty days."));
    engine
        .sleep()
        .run(
            caller,
            SleepRequest.consolidation(SPACE, engine.sleep().usual()),
            Duration.ofMinutes(1));
    assertThat(memories()).extracting(memory -> memory.traits().kind()).contains(Traits.PROTOTYPE);

    store(page("a", 2, "The office closes at six."));

    assertThat(memories())
        .extracting(memory -> memory.traits().kind())
        .doesNotContain(Traits.PROTOTYPE);
    assertThat(contents())
        .containsExactlyInAnyOrder(
            "The office closes at six.",
            "Every morning the team drinks way too much coffee.",
            "Our team is drinking too much coffee in the morning.",
            "Anna plays the violin in a small orchestra.",
            "Invoices are paid within thirty days.");
  }

  @Test
  void whatAVersionRemovesIsLockedBeforeItsSpaceAsByEveryOtherWriter() throws Exception {
    store(page("a", 1, "Stays.", "Will be gone."));
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<List<UnitOutcome>> storing =
          engine
              .database()
              .inTenant(
                  caller.tenantId(),
                  handle -> {
                    handle
                        .createQuery(
                            "SELECT memory_id FROM memory WHERE memory_id = :id FOR UPDATE")
                        .bind("id", id("a", 1))
                        .mapTo(UUID.class)
                        .one();
                    Future<List<UnitOutcome>> waiting =
                        other.submit(() -> store(page("a", 2, "Stays.")));
                    Awaitility.await()
                        .until(
                            () ->
                                handle
                                        .createQuery(
                                            "SELECT count(*) FROM pg_locks WHERE NOT granted")
                                        .mapTo(Integer.class)
                                        .one()
                                    > 0);
                    handle.execute(
                        "UPDATE space SET updated_at = now() WHERE tenant_id = ?",
                        caller.tenantId());
                    return waiting;
                  });

      assertThat(storing.get(30, TimeUnit.SECONDS).get(0).memories()).hasSize(1);
      assertThat(contents()).containsExactly("Stays.");
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void whatMovesWithinARecordIsNoRepeatOfItself() {
    store(under(WritePolicy.DISTINCT, page("a", 1, "Beta is told.", "Gamma is told.")));

    store(
        under(
            WritePolicy.DISTINCT,
            page("a", 2, "Alpha is told.", "Beta is told.", "Gamma is told.")));

    assertThat(contents())
        .containsExactlyInAnyOrder("Alpha is told.", "Beta is told.", "Gamma is told.");
    store(under(WritePolicy.DISTINCT, page("b", 1, "Gamma is told.", "Delta is told.")));
    assertThat(contents()).hasSize(4);
  }

  private static SourceUnit under(WritePolicy policy, SourceUnit unit) {
    return new SourceUnit(
        unit.record(), policy, unit.createdBy(), unit.requestId(), unit.memories());
  }

  @Test
  void theGateJudgesUnitsAsItJudgesWrites() {
    engine
        .writer()
        .write(
            caller,
            NewMemory.text(SPACE, "The boiler is descaled every second winter", "api"),
            WritePolicy.GATED);

    List<UnitOutcome> outcomes =
        store(
            gated("x", "the boiler is  descaled every second winter"),
            gated("y", "The lighthouse keeper feeds seven gulls at noon"),
            gated("z", "The lighthouse keeper feeds seven gulls at noon"));

    assertThat(outcomes).extracting(outcome -> outcome.memories().size()).containsExactly(0, 1, 0);
    assertThat(outcomes.get(0).note())
        .hasValueSatisfying(n -> assertThat(n).contains("importance"));
    assertThat(contents()).hasSize(2);
  }

  @Test
  void aUnitThatFindsNoRoomFailsWholeAndItsNeighboursAreStored() {
    Caller free = newTenant(Plan.FREE);
    Tenants.fill(engine.database(), free.tenantId(), ALMOST_FULL);

    List<UnitOutcome> outcomes =
        storeFor(
            free,
            pageOf(free, "a", 1, "First of two.", "Second of two."),
            pageOf(free, "b", 1, "Fits."));

    assertThat(outcomes.get(0).failure()).isPresent();
    assertThat(outcomes.get(1).memories()).hasSize(1);
  }

  @Test
  void aTenantThatIsGoneIsNotFound() {
    Caller nobody =
        new Caller(UUID.randomUUID(), Optional.empty(), Plan.UNLIMITED, "request-nobody");

    assertThatThrownBy(
            () ->
                engine
                    .writer()
                    .units()
                    .store(nobody, List.of(pageOf(nobody, "a", 1, "x")), UnitCompanion.NONE))
        .isInstanceOf(HypnosException.class)
        .hasMessageContaining("tenant is gone");
  }

  private static SourceUnit unique(Caller caller, String name, String... texts) {
    SourceUnit page = pageOf(caller, name, 1, texts);
    return new SourceUnit(
        page.record(), WritePolicy.UNIQUE, page.createdBy(), page.requestId(), page.memories());
  }

  private List<UUID> found(String question) {
    return engine
        .search()
        .search(caller, new SearchRequest(question, Optional.of(List.of(SPACE)), 10, 0))
        .hits()
        .stream()
        .map(hit -> hit.memory().id())
        .toList();
  }

  private List<UnitOutcome> store(SourceUnit... units) {
    return storeFor(caller, units);
  }

  private static List<UnitOutcome> storeFor(Caller tenant, SourceUnit... units) {
    return engine.writer().units().store(tenant, List.of(units), UnitCompanion.NONE);
  }

  private SourceUnit page(String name, long revision, String... texts) {
    return pageOf(caller, name, revision, texts);
  }

  private static SourceUnit pageOf(Caller caller, String name, long revision, String... texts) {
    List<EmbeddedMemory> memories = new ArrayList<>();
    for (String text : texts) {
      UUID id = MemoryIds.ofChunk(caller.tenantId(), SPACE, "test", name, memories.size());
      memories.add(embedded(NewMemory.builder(SPACE, text, "test").id(id).build()));
    }
    return new SourceUnit(
        Optional.of(
            new SourceRecord(SPACE, "test", name, Optional.of(revision), Optional.empty(), false)),
        WritePolicy.KEEP_ALL,
        Optional.empty(),
        caller.requestId(),
        memories);
  }

  private SourceUnit deletion(String name, long revision) {
    return new SourceUnit(
        Optional.of(
            new SourceRecord(SPACE, "test", name, Optional.of(revision), Optional.empty(), true)),
        WritePolicy.KEEP_ALL,
        Optional.empty(),
        caller.requestId(),
        List.of());
  }

  private SourceUnit gated(String name, String text) {
    return new SourceUnit(
        Optional.empty(),
        WritePolicy.GATED,
        Optional.empty(),
        caller.requestId(),
        List.of(embedded(NewMemory.builder(SPACE, text, "test").id(id(name, 0)).build())));
  }

  private static EmbeddedMemory embedded(NewMemory memory) {
    return new EmbeddedMemory(
        memory,
        Vectors.of(engine.embedding().modelId(), engine.embedding().embed(memory.content())));
  }

  private UUID id(String name, int chunk) {
    return MemoryIds.ofChunk(caller.tenantId(), SPACE, "test", name, chunk);
  }

  private List<String> contents() {
    return memories().stream().map(Memory::content).toList();
  }

  private Map<UUID, Long> versions() {
    return memories().stream().collect(Collectors.toMap(Memory::id, Memory::rowVersion));
  }

  private List<Memory> memories() {
    return engine
        .memories()
        .reader()
        .feed(
            Viewer.ofTenant(caller.tenantId()),
            new Feed(
                Optional.of(List.of(SPACE)),
                History.NONE,
                MemoryFilter.NONE,
                Optional.empty(),
                100));
  }

  private static Caller newTenant() {
    return newTenant(Plan.UNLIMITED);
  }

  private static Caller newTenant(Plan plan) {
    Tenant tenant = engine.tenants().create("units-" + UUID.randomUUID(), plan, false);
    return new Caller(tenant.id(), Optional.empty(), plan, "request-units");
  }
}
