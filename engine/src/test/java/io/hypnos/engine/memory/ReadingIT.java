package io.hypnos.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.filter.MetadataCondition;
import io.hypnos.engine.memory.Feed.Mark;
import io.hypnos.engine.memory.Listing.Order;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.SqlVisibility;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibility;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ReadingIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

  private static Engine engine;

  private Caller caller;
  private Viewer viewer;

  @BeforeAll
  static void open() {
    engine = Engines.open(STACK.settings());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @BeforeEach
  void newTenant() {
    caller = Engines.newTenant(engine);
    viewer = Viewer.of(caller);
  }

  @Test
  void anExportLooksForPredecessorsInAnIndexAndSortsNothing() {
    write(300);

    List<String> plan =
        engine
            .database()
            .inTenant(
                caller.tenantId(),
                handle -> {
                  handle.execute(MemoryExport.WITHOUT_SORT);
                  Condition visible =
                      SqlVisibility.of(
                          new Visibility(
                              viewer,
                              Optional.empty(),
                              List.of(),
                              History.ALL,
                              Optional.empty(),
                              Clock.systemUTC().instant()));
                  return visible
                      .bindTo(handle.createQuery("EXPLAIN " + MemoryExport.sql(visible)))
                      .mapTo(String.class)
                      .list();
                });

    assertThat(plan)
        .anyMatch(line -> line.contains("using memory_by_successor_in_order on memory earlier"));
    assertThat(plan).anyMatch(line -> line.contains("using memory_by_time on memory"));
    assertThat(plan).noneMatch(line -> line.contains("Sort"));
  }

  @Test
  void aFeedHasEveryMemoryOnceWhileWritesGoOn() {
    Set<UUID> before = write(25);
    List<UUID> seen = new ArrayList<>();
    Optional<Mark> mark = Optional.empty();
    List<Memory> page;
    do {
      page =
          reader()
              .feed(viewer, new Feed(Optional.empty(), History.NONE, MemoryFilter.NONE, mark, 7));
      page.forEach(memory -> seen.add(memory.id()));
      write(2);
      mark = page.isEmpty() ? mark : Optional.of(Mark.of(page.get(page.size() - 1)));
    } while (!page.isEmpty());

    assertThat(seen)
        .doesNotHaveDuplicates()
        .hasSize(25)
        .containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void pagesOfAListingNeitherOverlapNorLeaveGapsAndPinnedComesFirst() {
    Set<UUID> all = write(20);
    UUID pinned = all.iterator().next();
    engine.memories().editor().pin(caller, viewer, pinned, true);
    List<UUID> listed = new ArrayList<>();
    for (int offset = 0; offset < 25; offset += 5) {
      listed.addAll(
          reader()
              .list(
                  viewer,
                  new Listing(
                      Optional.of(List.of("notes")),
                      History.NONE,
                      MemoryFilter.NONE,
                      Order.PINNED_THEN_NEWEST,
                      5,
                      offset))
              .stream()
              .map(Memory::id)
              .toList());
    }

    assertThat(listed).startsWith(pinned).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void anExportHasEveryMemoryOldestFirst() {
    Set<UUID> all = write(60);
    List<Memory> exported = new ArrayList<>();

    reader().export(viewer, Optional.empty(), History.ALL, exported::add);

    assertThat(exported).extracting(Memory::id).containsExactlyInAnyOrderElementsOf(all);
    assertThat(exported)
        .extracting(Memory::recordedAt)
        .isSortedAccordingTo(java.util.Comparator.naturalOrder());
  }

  @Test
  void recallsAreCounted() {
    UUID id = write(1).iterator().next();

    engine.memories().use().recalled(caller.tenantId(), List.of(id, id));
    engine.memories().use().recalled(caller.tenantId(), List.of(id));

    Worth worth = reader().find(viewer, id, History.NONE).orElseThrow().worth();
    assertThat(worth.accessCount()).isEqualTo(2);
    assertThat(worth.lastAccessedAt()).isPresent();
  }

  /** Random metadata and conditions against what Java says that they mean. */
  @Test
  void metadataConditionsMeanWhatTheySay() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<UUID, Map<String, Object>> stored = new java.util.HashMap<>();
    List<NewMemory> memories = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      memories.add(
          NewMemory.builder("meta", "Memory number " + i, "api")
              .metadata(MetadataOracle.metadata(random))
              .build());
    }
    for (WriteOutcome outcome : engine.writer().writeAll(caller, memories, WritePolicy.KEEP_ALL)) {
      Memory memory = outcome.memory().orElseThrow();
      stored.put(memory.id(), memory.metadata());
    }
    for (int i = 0; i < 400; i++) {
      MetadataCondition condition = MetadataOracle.condition(random);
      Set<UUID> expected =
          stored.entrySet().stream()
              .filter(entry -> MetadataOracle.holds(entry.getValue(), condition))
              .map(Map.Entry::getKey)
              .collect(Collectors.toSet());

      Set<UUID> found = matching(MemoryFilter.NONE.withConditions(List.of(condition)));

      assertThat(found).as("seed %d, %s", seed, condition).isEqualTo(expected);
    }
  }

  @Test
  void containmentNeedsEveryKeyAndValue() {
    NewMemory both =
        NewMemory.builder("meta", "Both", "api")
            .metadata(
                Map.of("team", "infra", "tags", List.of("a", "b"), "deep", Map.of("x", 1, "y", 2)))
            .build();
    UUID id = engine.writer().write(caller, both, WritePolicy.KEEP_ALL).id().orElseThrow();

    assertThat(matching(containing(Map.of("team", "infra", "tags", List.of("b")))))
        .containsExactly(id);
    assertThat(matching(containing(Map.of("deep", Map.of("y", 2))))).containsExactly(id);
    assertThat(matching(containing(Map.of("team", "web")))).isEmpty();
  }

  private static MemoryFilter containing(Map<String, Object> part) {
    return MemoryFilter.NONE.withContaining(part);
  }

  private Set<UUID> matching(MemoryFilter filter) {
    return reader()
        .list(
            viewer,
            new Listing(Optional.of(List.of("meta")), History.NONE, filter, Order.NEWEST, 1000, 0))
        .stream()
        .map(Memory::id)
        .collect(Collectors.toSet());
  }

  private MemoryReader reader() {
    return engine.memories().reader();
  }

  private Set<UUID> write(int count) {
    List<NewMemory> memories = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      memories.add(NewMemory.text("notes", "Note %s".formatted(UUID.randomUUID()), "api"));
    }
    Set<UUID> ids = new HashSet<>();
    engine
        .writer()
        .writeAll(caller, memories, WritePolicy.KEEP_ALL)
        .forEach(outcome -> ids.add(outcome.id().orElseThrow()));
    return ids;
  }
}
