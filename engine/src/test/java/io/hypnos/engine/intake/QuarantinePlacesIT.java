package io.hypnos.engine.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.TenantRows;
import io.hypnos.engine.brought.OwnPlaces;
import io.hypnos.engine.intake.QuarantinedEntry.State;
import io.hypnos.engine.job.BatchHistory.Open;
import io.hypnos.engine.tenancy.TenantStore;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Attributes;
import io.hypnos.schemas.message.IngestMessage.Content;
import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.schemas.message.QuarantinedMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The quarantine where a tenant keeps its rows in a database of its own. */
final class QuarantinePlacesIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

  private TenantRows rows;
  private OwnPlaces places;
  private QuarantineStore store;
  private UUID home;
  private UUID own;

  @BeforeEach
  void givenATenantWithAnOwnDatabaseAndOneWithout() {
    rows = new TenantRows(STACK.settings());
    places = new OwnPlaces(STACK, rows.database());
    store = new QuarantineStore(rows.database(), Clock.systemUTC());
    home = rows.tenant();
    own = rows.tenant();
    places.give(
        new TenantStore(rows.database(), rows.audit(), Clock.systemUTC())
            .list().stream().filter(each -> each.id().equals(own)).findFirst().orElseThrow());
  }

  @AfterEach
  void close() {
    places.close();
    rows.close();
  }

  @Test
  void thePagesOfAllPlacesAreOneListNewestFirst() {
    Open before = store.open();
    List<UUID> newestFirst = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      newestFirst.add(0, put(i % 2 == 0 ? home : own, "broken", AT.plusSeconds(i)));
    }

    List<UUID> seen = new ArrayList<>();
    List<QuarantinedEntry> page;
    do {
      Optional<UUID> last =
          seen.isEmpty() ? Optional.empty() : Optional.of(seen.get(seen.size() - 1));
      page = store.page(Optional.of(State.OPEN), Optional.empty(), Optional.empty(), last, 2);
      page.forEach(entry -> seen.add(entry.id()));
    } while (page.size() == 2);

    assertThat(seen.stream().filter(newestFirst::contains)).isEqualTo(newestFirst);
    assertThat(seen).doesNotHaveDuplicates();
    assertThat(store.open().count()).isEqualTo(before.count() + 7);
    assertThat(places.rows(own)).containsEntry("quarantine", 3L);
    assertThat(
            store.page(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(UUID.randomUUID()),
                2))
        .isEmpty();
  }

  @Test
  void anEntryIsFoundAndEndedWhereverItLies() {
    UUID id = put(own, "broken", AT);

    assertThat(store.find(id).flatMap(QuarantinedEntry::tenantId)).contains(own);
    assertThat(new String(store.original(id).orElseThrow().value(), UTF_8))
        .contains("secret words");
    assertThat(store.end(id, State.DISCARDED, (place, handle) -> {})).isTrue();
    assertThat(store.find(id).map(QuarantinedEntry::state)).contains(State.DISCARDED);
    assertThat(store.end(id, State.DISCARDED, (place, handle) -> {})).isFalse();
  }

  @Test
  void whileItsDatabaseIsAwayTheOperatorsKeepsTheEntryWithoutTheWords() {
    places.goAway(own);

    UUID id = put(own, Quarantine.AWAY, AT);
    UUID others = put(home, "broken", AT);

    assertThat(store.original(id).orElseThrow().value()).isEmpty();
    assertThat(store.find(id).map(QuarantinedEntry::whole)).contains(false);
    assertThat(store.find(id).flatMap(QuarantinedEntry::place)).contains("hypnos.ingest-3@17");
    assertThat(store.original(others).orElseThrow().value()).isNotEmpty();
    assertThat(waiting(own)).containsExactly(id);
    assertThat(waiting(home)).isEmpty();
    places.comeBack(own);
    assertThat(places.rows(own)).doesNotContainKey("quarantine");
  }

  private List<UUID> waiting(UUID tenant) {
    return rows.database()
        .asSystem(
            handle ->
                store.openBecause(
                    handle, Optional.of(tenant), Quarantine.AWAY, AT.minusSeconds(1), 10));
  }

  private UUID put(UUID tenant, String reason, Instant at) {
    IngestMessage message =
        new IngestMessage(
            IngestMessage.VERSION,
            tenant,
            "notes",
            UUID.randomUUID(),
            0,
            "drop",
            "a.txt",
            new Content(Optional.of("secret words"), Optional.empty(), "a.txt", "text/plain", 12),
            new Attributes(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of()),
            at);
    byte[] original = MessageCodec.encode(message);
    QuarantinedMessage entry =
        new QuarantinedMessage(
            QuarantinedMessage.VERSION,
            UUID.randomUUID(),
            new String(original, UTF_8),
            "store",
            reason,
            1,
            at,
            Optional.of(new QuarantinedMessage.Place("hypnos.ingest", 3, 17, true)));
    store.put(entry, new byte[] {1}, original, Optional.of(message), Optional.empty());
    return entry.id();
  }
}
