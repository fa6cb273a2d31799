package io.hypnos.engine.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.Life;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryPatch;
import io.hypnos.engine.memory.MemoryRemover;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Ownership;
import io.hypnos.engine.memory.Removal;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SleepIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SPACE = "notes";

  private static final List<String> COFFEE =
      List.of(
          "The team drinks far too much coffee every morning.",
          "Every morning the team drinks way too much coffee.",
          "Our team is drinking too much coffee in the morning.");

  private static final List<String> OTHERS =
      List.of(
          "Anna plays the violin in a small orchestra.",
          "The garden needs new soil before spring.",
          "A glacier carved this valley long ago.",
          "Invoices are paid within thirty days.");

  private static Engine node;

  @BeforeAll
  static void open() {
    node =
        Engines.open(
            Settings.with(STACK.settings(), Map.of("sleep.lease", "1s", "sleep.attempts", "5")));
  }

  @AfterAll
  static void close() {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void whatIsAlikeStandsBehindAPrototypeAndTheSecondNightFindsNothing() {
    Caller caller = Engines.newTenant(node);
    List<UUID> alike = write(caller, COFFEE);
    write(caller, OTHERS);
    Run run = sleep(caller);
    assertThat(run.state()).isEqualTo(RunState.DONE);
    assertThat(run.counts().prototypes()).isOne();
    assertThat(run.counts().members()).isEqualTo(3);
    assertThat(run.counts().after())
        .isEqualTo(run.counts().before() - run.counts().members() + run.counts().prototypes());
    RunCluster cluster = node.sleep().clusters(caller.tenantId(), run.id()).get(0);
    assertThat(cluster.members()).containsExactlyInAnyOrderElementsOf(alike);
    UUID prototype = cluster.result().orElseThrow();
    List<UUID> found = found(caller, "How much coffee does the team drink?");
    assertThat(found).contains(prototype).doesNotContainAnyElementsOf(alike);
    String words = COFFEE.get(1) + " Or not?";
    assertThat(
            node.search().search(caller, new SearchRequest(words, Optional.empty(), 1, 0)).hits())
        .singleElement()
        .satisfies(
            hit -> {
              assertThat(hit.memory().id()).isEqualTo(prototype);
              assertThat(hit.member()).as("the member that says it").contains(alike.get(1));
            });
    for (UUID id : alike) {
      Memory member = find(caller, id);
      assertThat(member.state()).isEqualTo(Life.State.CONSOLIDATED);
      assertThat(member.life().consolidatedInto()).contains(prototype);
    }
    List<Map<String, Object>> rows = rows(caller);
    Run second = sleep(caller);
    assertThat(second.counts().prototypes()).isZero();
    assertThat(second.counts().distinctive()).isZero();
    assertThat(second.counts().compression()).isEqualTo(1.0);
    assertThat(rows(caller)).isEqualTo(rows);
  }

  @Test
  void aDryRunTellsThePlanAndWritesNothing() {
    Caller caller = Engines.newTenant(node);
    List<UUID> alike = write(caller, COFFEE);
    write(caller, OTHERS);
    List<Map<String, Object>> rows = rows(caller);
    SleepRequest wanted = SleepRequest.consolidation(SPACE, node.sleep().usual());
    Run dry = node.sleep().run(caller, wanted.asDry(true), PATIENCE);
    assertThat(dry.state()).isEqualTo(RunState.DONE);
    assertThat(rows(caller)).isEqualTo(rows);
    assertThat(node.sleep().clusters(caller.tenantId(), dry.id()))
        .singleElement()
        .satisfies(
            cluster -> {
              assertThat(cluster.members()).containsExactlyInAnyOrderElementsOf(alike);
              assertThat(cluster.result()).isEmpty();
            });
    Run real = node.sleep().run(caller, wanted, PATIENCE);
    assertThat(real.counts()).isEqualTo(dry.counts());
    assertThatThrownBy(() -> node.sleep().rollBack(caller, dry.id()))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
  }

  @Test
  void aRunIsUndoneExactlyAndLaterWritesStay() {
    Caller caller = Engines.newTenant(node);
    write(caller, COFFEE);
    write(caller, OTHERS);
    String question = "Does the team drink coffee?";
    List<Map<String, Object>> rows = rows(caller);
    List<UUID> found = found(caller, question);
    Run run = sleep(caller);
    assertThat(rows(caller)).isNotEqualTo(rows);
    List<UUID> later = write(caller, List.of("The harbour freezes over in February."));
    Run undone = node.sleep().rollBack(caller, run.id());
    assertThat(undone.state()).isEqualTo(RunState.ROLLED_BACK);
    List<Map<String, Object>> after = rows(caller);
    assertThat(after).containsAll(rows).hasSize(rows.size() + 2); // the later one and its version
    assertThat(found(caller, question).subList(0, 3)).isEqualTo(found.subList(0, 3));
    assertThat(found(caller, "Does the harbour freeze?")).contains(later.get(0));
    assertThat(node.sleep().rollBack(caller, run.id()).state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(sleep(caller).counts().prototypes()).as("and it can sleep again").isOne();
  }

  @Test
  void whatWasTouchedSinceIsNotUndone() {
    Caller caller = Engines.newTenant(node);
    List<UUID> alike = write(caller, COFFEE);
    write(caller, OTHERS);
    Run run = sleep(caller);
    node.memories().editor().pin(caller, Viewer.ofTenant(caller.tenantId()), alike.get(0), true);
    List<Map<String, Object>> rows = rows(caller);
    assertThatThrownBy(() -> node.sleep().rollBack(caller, run.id()))
        .isInstanceOfSatisfying(
            HypnosException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
              assertThat(e.details().get("memories")).isEqualTo(List.of(alike.get(0).toString()));
            });
    assertThat(rows(caller)).isEqualTo(rows);
  }

  @Test
  void whatIsPutBehindAPrototypeLaterKeepsItFromBeingUndone() {
    Caller caller = Engines.newTenant(node);
    write(caller, COFFEE);
    write(caller, OTHERS);
    Run run = sleep(caller);
    UUID prototype = prototypeOf(caller, run);
    UUID copy = write(caller, List.of(find(caller, prototype).content())).get(0);
    Run later =
        node.sleep()
            .run(
                caller,
                new SleepRequest(
                    SPACE, EnumSet.of(Phase.DEDUPLICATE), node.sleep().usual(), false, "test"),
                PATIENCE);
    assertThat(find(caller, copy).life().consolidatedInto()).contains(prototype);

    assertThatThrownBy(() -> node.sleep().rollBack(caller, run.id()))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));

    node.sleep().rollBack(caller, later.id());
    assertThat(node.sleep().rollBack(caller, run.id()).state()).isEqualTo(RunState.ROLLED_BACK);
  }

  @Test
  void aPrototypeGoesWithEachMemberAndTheOthersAreSeenAgain() {
    Caller caller = Engines.newTenant(node);
    List<UUID> alike = write(caller, COFFEE);
    write(caller, OTHERS);
    UUID prototype = prototypeOf(caller, sleep(caller));

    Removal removal =
        node.memories()
            .remover()
            .delete(
                caller,
                Viewer.ofTenant(caller.tenantId()),
                List.of(alike.get(0)),
                MemoryRemover.Trace.NONE);

    assertThat(removal.derived()).containsExactly(prototype);
    assertThat(found(caller, "How much coffee does the team drink?"))
        .containsAll(alike.subList(1, 3))
        .doesNotContain(prototype);
  }

  @Test
  void aMemberThatSaysSomethingElseLeavesItsPrototype() {
    Caller caller = Engines.newTenant(node);
    List<UUID> alike = write(caller, COFFEE);
    write(caller, OTHERS);
    UUID prototype = prototypeOf(caller, sleep(caller));

    Memory changed =
        node.memories()
            .editor()
            .update(
                caller,
                Viewer.ofTenant(caller.tenantId()),
                alike.get(0),
                MemoryPatch.NOTHING.withContent("The office closes at six."),
                Optional.empty());

    assertThat(changed.state()).isEqualTo(Life.State.LIVE);
    assertThat(find(caller, alike.get(0)).rowVersion()).isEqualTo(changed.rowVersion());
    assertThat(found(caller, "When does the office close?").get(0)).isEqualTo(alike.get(0));
    assertThat(found(caller, "How much coffee does the team drink?"))
        .containsAll(alike.subList(1, 3))
        .doesNotContain(prototype);
  }

  @Test
  void aMemberThatIsSupersededTakesItsPrototypeAlong() {
    Caller caller = Engines.newTenant(node);
    List<UUID> alike = write(caller, COFFEE);
    write(caller, OTHERS);
    UUID prototype = prototypeOf(caller, sleep(caller));

    UUID tea =
        node.writer()
            .write(
                caller,
                NewMemory.builder(SPACE, "The team drinks tea these days.", "api")
                    .supersedes(List.of(alike.get(0)))
                    .build(),
                WritePolicy.KEEP_ALL)
            .id()
            .orElseThrow();

    assertThat(find(caller, alike.get(0)).life().supersededBy()).contains(tea);
    assertThat(found(caller, "How much coffee does the team drink?"))
        .contains(tea)
        .containsAll(alike.subList(1, 3))
        .doesNotContain(prototype, alike.get(0));
  }

  @Test
  void tenantsAndOwnersAreNeverMixed() {
    Caller one = Engines.newTenant(node);
    Caller other = Engines.newTenant(node);
    write(one, COFFEE.subList(0, 2));
    write(other, COFFEE);
    write(one, OTHERS);
    List<Map<String, Object>> rowsOfOther = rows(other);
    assertThat(sleep(one).counts().prototypes()).as("two of its own are no group").isZero();
    assertThat(rows(other)).isEqualTo(rowsOfOther);
    Caller third = Engines.newTenant(node);
    for (int i = 0; i < COFFEE.size(); i++) {
      node.writer()
          .write(
              third,
              NewMemory.builder(SPACE, COFFEE.get(i), "api").ownership(owned("owner-" + i)).build(),
              WritePolicy.KEEP_ALL);
    }
    assertThat(sleep(third).counts().prototypes()).isZero();
    assertThatThrownBy(() -> node.sleep().require(other.tenantId(), latest(one).id()))
        .isInstanceOf(HypnosException.class);
  }

  @Test
  void copiesGoAndFactsThatDifferInOneDetailStay() {
    Caller caller = Engines.newTenant(node);
    List<String> facts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      facts.add("The meeting room on floor %d seats %d people.".formatted(i + 1, 4 + i));
      facts.add("Locker %d belongs to the night shift.".formatted(100 + i));
    }
    facts.add("The heating in the hall works.");
    facts.add("The heating in the hall does not work.");
    facts.add("Maria runs the book club.");
    facts.add("Petra runs the book club.");
    List<UUID> distinct = write(caller, facts);
    List<UUID> copies = new ArrayList<>();
    copies.addAll(write(caller, List.of(facts.get(0), facts.get(1), facts.get(24))));
    copies.addAll(
        write(
            caller,
            List.of("the meeting room on floor 3 seats 6 people", "maria runs the book club!")));
    SleepParameters usual = node.sleep().usual();
    Run run =
        node.sleep()
            .run(
                caller,
                new SleepRequest(
                    SPACE,
                    EnumSet.of(
                        Phase.DEDUPLICATE, Phase.CLUSTER, Phase.SYNTHESISE, Phase.CONSOLIDATE),
                    usual,
                    false,
                    "test"),
                PATIENCE);
    assertThat(run.counts().duplicates()).isEqualTo(5);
    assertThat(run.counts().prototypes()).as("facts with other numbers").isZero();
    Set<UUID> gone = new HashSet<>();
    for (RunCluster cluster : node.sleep().clusters(caller.tenantId(), run.id())) {
      assertThat(cluster.kind()).isEqualTo(RunCluster.Kind.DUPLICATES);
      assertThat(cluster.members()).hasSize(2);
      assertThat(cluster.members().stream().filter(copies::contains).count())
          .as("never two facts")
          .isOne();
      gone.addAll(cluster.members().subList(1, 2));
    }
    assertThat(gone).hasSize(5);
    assertThat(distinct).hasSize(facts.size());
  }

  @Test
  void aRunThatWasKilledLeavesTheSpaceAsItWasAndIsFinishedByAnother() {
    Caller caller = Engines.newTenant(node);
    write(caller, COFFEE);
    write(caller, OTHERS);
    List<Map<String, Object>> rows = rows(caller);
    try (SleepParts parts = SleepParts.of(node, STACK.settings())) {
      Run asked = parts.request(caller, SPACE);
      assertThatThrownBy(() -> parts.dieWhileApplying(asked)).isInstanceOf(Died.class);
      Run left = node.sleep().require(caller.tenantId(), asked.id());
      assertThat(left.state()).isEqualTo(RunState.RUNNING);
      assertThat(rows(caller)).isEqualTo(rows);
      parts.finish(asked, PATIENCE);
      Run done = node.sleep().await(caller.tenantId(), asked.id(), PATIENCE);
      assertThat(done.state()).isEqualTo(RunState.DONE);
      assertThat(done.attempts()).isGreaterThan(1);
      assertThat(done.counts().prototypes()).isOne();
    }
  }

  @Test
  void theSameRequestJoinsAnotherOneQueuesAndOneCalledOffChangesNothing() {
    Caller caller = Engines.newTenant(node);
    write(caller, COFFEE);
    List<Map<String, Object>> rows = rows(caller);
    try (SleepParts parts = SleepParts.of(node, STACK.settings())) {
      Requested first = parts.ask(caller, SPACE, false);
      Requested same = parts.ask(caller, SPACE, false);
      Requested dry = parts.ask(caller, SPACE, true);
      assertThat(first.joined()).isFalse();
      assertThat(same.joined()).isTrue();
      assertThat(same.run().id()).isEqualTo(first.run().id());
      assertThat(dry.joined()).isFalse();
      assertThat(dry.queued()).isTrue();
      for (Requested each : List.of(first, dry)) {
        assertThat(node.sleep().cancel(caller.tenantId(), each.run().id())).isTrue();
        assertThat(node.sleep().cancel(caller.tenantId(), each.run().id())).isFalse();
      }
    }
    assertThat(latest(caller).state()).isEqualTo(RunState.CANCELLED);
    assertThat(rows(caller)).isEqualTo(rows);
  }

  @Test
  void aTextThatIsAnotherByNowIsReadAgain() {
    Caller caller = Engines.newTenant(node);
    List<UUID> ids = write(caller, List.of("I live in Porto.", "I like tea."));
    ReadMarks marks = new ReadMarks(node.database());
    node.database()
        .<Void>inTenant(
            caller.tenantId(),
            handle -> {
              marks.mark(handle, caller.tenantId(), UUID.randomUUID(), ids);
              return null;
            });
    assertThat(marks.unread(caller.tenantId(), ids)).isEmpty();

    Viewer viewer = Viewer.ofTenant(caller.tenantId());
    node.memories()
        .editor()
        .update(
            caller,
            viewer,
            ids.get(0),
            MemoryPatch.NOTHING.withContent("I live in Lisbon."),
            Optional.empty());

    assertThat(marks.unread(caller.tenantId(), ids)).containsExactly(ids.get(0));
  }

  @Test
  void everyPhaseIsUndoneExactly() {
    Caller caller = Engines.newTenant(node);
    write(caller, COFFEE);
    write(
        caller,
        List.of(
            "I live in Porto.",
            "Remind me to call the bank tomorrow.",
            "I live in Lisbon.",
            "The team drinks far too much coffee every morning."));
    List<Map<String, Object>> rows = rows(caller);
    Run run =
        node.sleep()
            .run(
                caller,
                new SleepRequest(
                    SPACE,
                    EnumSet.allOf(Phase.class),
                    node.sleep().usual().withForgetting(30, 0.0),
                    false,
                    "test"),
                PATIENCE);
    assertThat(run.state()).isEqualTo(RunState.DONE);
    assertThat(run.counts().superseded()).isOne();
    assertThat(run.counts().triples()).isPositive();
    assertThat(run.counts().tasks()).isPositive();
    assertThat(run.counts().duplicates()).isOne();
    node.sleep().rollBack(caller, run.id());
    assertThat(rows(caller)).isEqualTo(rows);
  }

  private static Run sleep(Caller caller) {
    return node.sleep()
        .run(caller, SleepRequest.consolidation(SPACE, node.sleep().usual()), PATIENCE);
  }

  private static UUID prototypeOf(Caller caller, Run run) {
    return node.sleep().clusters(caller.tenantId(), run.id()).stream()
        .filter(cluster -> cluster.kind() == RunCluster.Kind.PROTOTYPE)
        .findFirst()
        .orElseThrow()
        .result()
        .orElseThrow();
  }

  private static Run latest(Caller caller) {
    return node.sleep().latest(caller.tenantId(), SPACE).orElseThrow();
  }

  private static Ownership owned(String owner) {
    return new Ownership(Optional.of(owner), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static List<UUID> write(Caller caller, List<String> texts) {
    List<UUID> ids = new ArrayList<>();
    for (String text : texts) {
      ids.add(
          node.writer()
              .write(caller, NewMemory.text(SPACE, text, "api"), WritePolicy.KEEP_ALL)
              .id()
              .orElseThrow());
    }
    return ids;
  }

  private static Memory find(Caller caller, UUID id) {
    return node.memories()
        .reader()
        .find(Viewer.ofTenant(caller.tenantId()), id, History.ALL)
        .orElseThrow();
  }

  private static List<UUID> found(Caller caller, String question) {
    return node
        .search()
        .search(caller, new SearchRequest(question, Optional.empty(), 10, 0))
        .hits()
        .stream()
        .map(hit -> hit.memory().id())
        .toList();
  }

  /** Everything that a run may change, but for the counters that only ever grow. */
  private static List<Map<String, Object>> rows(Caller caller) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (String table : List.of("memory", "memory_version", "memory_edge", "triple", "task")) {
      all.addAll(
          node.database()
              .asSystem(
                  handle ->
                      handle
                          .createQuery(
                              """
                              SELECT (to_jsonb(t) - 'row_version')::text AS content
                              FROM %s AS t
                              WHERE tenant_id = :tenant
                              ORDER BY 1
                              """
                                  .formatted(table))
                          .bind("tenant", caller.tenantId())
                          .mapToMap()
                          .list()));
    }
    return all;
  }
}
