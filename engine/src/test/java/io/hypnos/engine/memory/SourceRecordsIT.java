package io.hypnos.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.memory.SourceRecords.Fate;
import io.hypnos.engine.memory.SourceRecords.Place;
import io.hypnos.engine.memory.SourceUnit.SourceRecord;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records that end at their source and come back, whatever is still on its way. */
final class SourceRecordsIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

  private static final Place PLACE = new Place("library", "test");
  private static Engine engine;

  private SourceRecords sources;
  private Caller caller;

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
    sources = engine.memories().sources();
  }

  @Test
  void theMemoriesOfARecordThatEndsAreArchivedAndComeBackWithIt() {
    store("a", 1, "One.", "Two.");
    store("b", 1, "Other.");

    sources.end(caller, PLACE, Map.of("a", 2L), Fate.ARCHIVED);
    sources.end(caller, PLACE, Map.of("a", 2L), Fate.ARCHIVED);

    assertThat(standing())
        .isEqualTo(Map.of("One.", "archived", "Two.", "archived", "Other.", "there"));
    sources.bringBack(caller, PLACE, Map.of("a", 3L, "b", 2L));
    store("a", 3, "One.", "Two in other words.");
    assertThat(standing())
        .isEqualTo(Map.of("One.", "there", "Two in other words.", "there", "Other.", "there"));
  }

  @Test
  void aVersionThatIsStillOnItsWayDoesNotBringAnEndedRecordBack() {
    store("a", 1, "One.");

    sources.end(caller, PLACE, Map.of("a", 3L, "b", 4L), Fate.ARCHIVED);
    store("a", 2, "Too late.", "Much too late.");
    store("b", 1, "Never seen.");

    assertThat(standing()).isEqualTo(Map.of("One.", "archived"));
  }

  @Test
  void aRecordThatEndedLaterIsNotBroughtBack() {
    store("a", 1, "One.");
    store("b", 1, "Other.");

    sources.end(caller, PLACE, Map.of("a", 5L, "b", 2L), Fate.ARCHIVED);
    sources.bringBack(caller, PLACE, Map.of("a", 4L, "b", 4L));
    store("a", 4, "Too late.");

    assertThat(standing()).isEqualTo(Map.of("One.", "archived", "Other.", "there"));
  }

  @Test
  void anEndThatIsOlderThanTheRecordChangesNothing() {
    store("a", 5, "The fifth.");

    sources.end(caller, PLACE, Map.of("a", 4L), Fate.DELETED);

    assertThat(standing()).isEqualTo(Map.of("The fifth.", "there"));
  }

  @Test
  void memoriesThatAreDeletedGoForGood() {
    store("a", 1, "One.", "Two.");

    sources.end(caller, PLACE, Map.of("a", Long.MAX_VALUE), Fate.DELETED);
    store("a", 2, "Too late.");

    assertThat(standing()).isEmpty();
  }

  @Test
  void aPinOutlastsTheSource() {
    store("a", 1, "Pinned.", "Not pinned.");
    store("b", 1, "Stays.", "Pinned too.");
    pin("a", 0);
    pin("b", 1);

    sources.end(caller, PLACE, Map.of("a", 2L), Fate.ARCHIVED);
    store("b", 2, "Stays.");

    Map<String, String> expected =
        Map.of(
            "Pinned.",
            "there",
            "Not pinned.",
            "archived",
            "Stays.",
            "there",
            "Pinned too.",
            "there");
    assertThat(standing()).isEqualTo(expected);
    sources.end(caller, PLACE, Map.of("a", 3L, "b", 3L), Fate.DELETED);
    assertThat(standing()).isEqualTo(Map.of("Pinned.", "there", "Pinned too.", "there"));
  }

  private void pin(String name, int chunk) {
    engine
        .memories()
        .editor()
        .pin(caller, Viewer.ofTenant(caller.tenantId()), id(name, chunk), true);
  }

  private UUID id(String name, int chunk) {
    return MemoryIds.ofChunk(caller.tenantId(), PLACE.space(), PLACE.source(), name, chunk);
  }

  private void store(String name, long revision, String... texts) {
    List<EmbeddedMemory> memories = new ArrayList<>();
    for (String text : texts) {
      NewMemory memory =
          NewMemory.builder(PLACE.space(), text, PLACE.source())
              .id(id(name, memories.size()))
              .build();
      memories.add(
          new EmbeddedMemory(
              memory, Vectors.of(engine.embedding().modelId(), engine.embedding().embed(text))));
    }
    SourceRecord record =
        new SourceRecord(
            PLACE.space(), PLACE.source(), name, Optional.of(revision), Optional.empty(), false);
    SourceUnit unit =
        new SourceUnit(
            Optional.of(record),
            WritePolicy.KEEP_ALL,
            Optional.empty(),
            caller.requestId(),
            memories);
    engine.writer().units().store(caller, List.of(unit), UnitCompanion.NONE);
  }

  private Map<String, String> standing() {
    return engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle -> {
              Map<String, String> found = new HashMap<>();
              handle
                  .createQuery(
                      """
                      SELECT content, archived_at IS NOT NULL AS archived
                      FROM memory
                      WHERE tenant_id = :tenant
                      """)
                  .bind("tenant", caller.tenantId())
                  .map(
                      (row, context) ->
                          Map.entry(
                              row.getString("content"),
                              row.getBoolean("archived") ? "archived" : "there"))
                  .forEach(each -> found.put(each.getKey(), each.getValue()));
              return found;
            });
  }
}
