package io.hypnos.engine.intake;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
import io.hypnos.engine.database.UuidOrder;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.intake.QuarantinedEntry.State;
import io.hypnos.engine.job.BatchHistory.Open;
import io.hypnos.engine.memory.StorableText;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.QuarantinedMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * The tables of what could not be processed. Only the operator sees them, across tenants. An entry
 * lies where the rows of its tenant lie; while that is an own database that is away, the operator's
 * keeps it, without the words.
 */
final class QuarantineStore {
  private static final String PUT =
      """
      INSERT INTO quarantine (quarantine_id, tenant_id, space, batch_id, item, source, label, stage,
                              reason, attempts, topic, partition, place, message_key, original,
                              whole, request_id, first_at, last_at)
      SELECT :id, :tenant, :space, :batch, :item, :source, :label, :stage, :reason, :attempts,
             :topic, :partition, :place, :key, :original, :whole, :request, :at, :at
      WHERE :tenant::uuid IS NULL
         OR EXISTS (SELECT 1 FROM tenant WHERE tenant_id = :tenant AND state = 'active')
      ON CONFLICT (quarantine_id) DO UPDATE SET last_at = greatest(quarantine.last_at, :at)
      """;

  private static final String COLUMNS =
      """
      quarantine_id, tenant_id, space, batch_id, item, source, label, stage, reason, attempts,
      topic, partition, place, length(original) AS size, whole, request_id, state, first_at, last_at
      """;

  private static final String PAGE =
      "SELECT "
          + COLUMNS
          + """
          FROM quarantine
          WHERE (:state::text IS NULL OR state = :state)
            AND (:tenant::uuid IS NULL OR tenant_id = :tenant)
            AND (:batch::uuid IS NULL OR batch_id = :batch)
            AND (:after::uuid IS NULL OR (last_at, quarantine_id) < (:afterAt, :after))
          ORDER BY last_at DESC, quarantine_id DESC
          LIMIT :limit
          """;

  private static final String FIND =
      "SELECT " + COLUMNS + "FROM quarantine WHERE quarantine_id = :id";

  private static final String ORIGINAL =
      "SELECT original, message_key FROM quarantine WHERE quarantine_id = :id";

  private static final String LOCK_OPEN =
      """
      SELECT quarantine_id
      FROM quarantine
      WHERE quarantine_id = :id AND state = 'open'
      FOR UPDATE
      """;

  private static final String END =
      """
      UPDATE quarantine
      SET state = :state, ended_at = :now
      WHERE quarantine_id = :id AND state = 'open'
      """;

  private static final String OPEN_BECAUSE =
      """
      SELECT quarantine_id
      FROM quarantine
      WHERE state = 'open' AND last_at > :since AND starts_with(reason, :reason)
        AND (tenant_id = :tenant
             OR (:tenant::uuid IS NULL
                 AND NOT EXISTS (SELECT 1
                                 FROM tenant_departed d
                                 WHERE d.tenant_id = quarantine.tenant_id)))
      ORDER BY last_at, quarantine_id
      LIMIT :limit
      """;

  private static final String COUNT_OPEN =
      "SELECT count(*) AS waiting, min(first_at) AS since FROM quarantine WHERE state = 'open'";

  private static final String WHAT = "quarantine";

  private static final Comparator<QuarantinedEntry> NEWEST_FIRST =
      Comparator.comparing(QuarantinedEntry::lastAt)
          .thenComparing(QuarantinedEntry::id, UuidOrder.BY_BYTES)
          .reversed();

  private final Database database;
  private final Clock clock;

  QuarantineStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The record as it was read, as far as it is kept. */
  record Original(byte[] value, byte[] key) {}

  /** Writes an entry down; one that is known already stays as it is. */
  void put(
      QuarantinedMessage entry,
      byte[] key,
      byte[] original,
      Optional<IngestMessage> message,
      Optional<String> requestId) {
    Optional<UUID> tenant = message.map(IngestMessage::tenantId);
    boolean whole = entry.place().map(QuarantinedMessage.Place::whole).orElse(false);
    Entry put = new Entry(entry, key, original, whole, message, requestId);
    try {
      if (tenant.isPresent()) {
        database.asSystemOf(tenant.get(), handle -> put(handle, put));
      } else {
        database.asSystem(handle -> put(handle, put));
      }
    } catch (HypnosException e) {
      if (e.code() != ErrorCode.UNAVAILABLE || tenant.filter(database::isAway).isEmpty()) {
        throw e;
      }
      Entry wordless = new Entry(entry, key, new byte[0], false, message, requestId);
      database.asSystem(handle -> put(handle, wordless));
    }
  }

  private record Entry(
      QuarantinedMessage told,
      byte[] key,
      byte[] original,
      boolean whole,
      Optional<IngestMessage> message,
      Optional<String> requestId) {}

  private static int put(Handle handle, Entry entry) {
    QuarantinedMessage told = entry.told();
    Optional<IngestMessage> message = entry.message();
    Optional<QuarantinedMessage.Place> place = told.place();
    return handle
        .createUpdate(PUT)
        .bind("id", told.id())
        .bind("tenant", message.map(IngestMessage::tenantId).orElse(null))
        .bind("space", cleaned(message.map(IngestMessage::space)))
        .bind("batch", message.map(IngestMessage::batchId).orElse(null))
        .bind("item", message.map(IngestMessage::item).orElse(null))
        .bind("source", cleaned(message.map(IngestMessage::source)))
        .bind("label", cleaned(message.map(each -> each.content().filename())))
        .bind("stage", StorableText.cleaned(told.stage()))
        .bind("reason", StorableText.cleaned(told.reason()))
        .bind("attempts", told.attempts())
        .bind("topic", place.map(QuarantinedMessage.Place::topic).orElse(null))
        .bind("partition", place.map(QuarantinedMessage.Place::partition).orElse(null))
        .bind("place", place.map(QuarantinedMessage.Place::offset).orElse(null))
        .bind("key", entry.key())
        .bind("original", entry.original())
        .bind("whole", entry.whole())
        .bind("request", cleaned(entry.requestId()))
        .bind("at", Timestamp.from(told.at()))
        .execute();
  }

  private static String cleaned(Optional<String> text) {
    return text.map(StorableText::cleaned).orElse(null);
  }

  List<QuarantinedEntry> page(
      Optional<State> state,
      Optional<UUID> tenantId,
      Optional<UUID> batchId,
      Optional<UUID> after,
      int limit) {
    Optional<QuarantinedEntry> last = after.flatMap(this::find);
    if (after.isPresent() && last.isEmpty()) {
      return List.of();
    }
    List<QuarantinedEntry> all = new ArrayList<>();
    database.visit(
        WHAT,
        place ->
            all.addAll(
                place.asSystem(
                    handle ->
                        handle
                            .createQuery(PAGE)
                            .bind("state", state.map(State::text).orElse(null))
                            .bind("tenant", tenantId.orElse(null))
                            .bind("batch", batchId.orElse(null))
                            .bind("after", after.orElse(null))
                            .bind(
                                "afterAt",
                                last.map(entry -> Timestamp.from(entry.lastAt())).orElse(null))
                            .bind("limit", limit)
                            .map((row, context) -> entry(row))
                            .filter(entry -> isOf(entry, place))
                            .list())));
    return all.stream().sorted(NEWEST_FIRST).limit(limit).toList();
  }

  Optional<QuarantinedEntry> find(UUID id) {
    return where(
        place ->
            place.asSystem(
                handle ->
                    handle
                        .createQuery(FIND)
                        .bind("id", id)
                        .map((row, context) -> entry(row))
                        .findOne()
                        .filter(entry -> isOf(entry, place))));
  }

  Optional<Original> original(UUID id) {
    return where(
        place ->
            place.asSystem(
                handle ->
                    handle
                        .createQuery(ORIGINAL)
                        .bind("id", id)
                        .map(
                            (row, context) ->
                                new Original(row.getBytes("original"), row.getBytes("message_key")))
                        .findOne()));
  }

  /** The owner of an own database can write there what it likes, but only of itself. */
  private static boolean isOf(QuarantinedEntry entry, Place place) {
    return place.isOperators() || entry.tenantId().equals(place.tenant());
  }

  /** Looks from place to place until it is found. */
  private <T> Optional<T> where(Function<Place, Optional<T>> look) {
    AtomicReference<Optional<T>> found = new AtomicReference<>(Optional.empty());
    database.visit(
        WHAT,
        place -> {
          if (found.get().isEmpty()) {
            found.set(look.apply(place));
          }
        });
    return found.get();
  }

  /**
   * Ends an open entry; false when it is not open.
   *
   * @param first what is done before, in the same transaction, while nobody else can end the entry;
   *     if it fails, the entry stays open
   */
  boolean end(UUID id, State state, BiConsumer<Place, Handle> first) {
    return where(place -> isIn(place, id) ? Optional.of(place) : Optional.empty())
        .map(place -> place.asSystem(handle -> end(place, handle, id, state, first)))
        .orElse(false);
  }

  private static boolean isIn(Place place, UUID id) {
    return place.asSystem(
        handle -> handle.createQuery(FIND).bind("id", id).mapToMap().findOne().isPresent());
  }

  private boolean end(
      Place place, Handle handle, UUID id, State state, BiConsumer<Place, Handle> first) {
    if (handle.createQuery(LOCK_OPEN).bind("id", id).mapTo(UUID.class).findOne().isEmpty()) {
      return false;
    }
    first.accept(place, handle);
    return end(handle, id, state) > 0;
  }

  /**
   * Open entries for this reason, the first ones first, of one place.
   *
   * @param tenantId whose; empty: of those whose rows lie in this place
   */
  List<UUID> openBecause(
      Handle handle, Optional<UUID> tenantId, String reason, Instant since, int limit) {
    return handle
        .createQuery(OPEN_BECAUSE)
        .bind("tenant", tenantId.orElse(null))
        .bind("reason", reason)
        .bind("since", Timestamp.from(since))
        .bind("limit", limit)
        .mapTo(UUID.class)
        .list();
  }

  private int end(Handle handle, UUID id, State state) {
    return handle
        .createUpdate(END)
        .bind("id", id)
        .bind("state", state.text())
        .bind("now", Timestamp.from(clock.instant()))
        .execute();
  }

  Open open() {
    AtomicReference<Open> open = new AtomicReference<>(Open.NONE);
    database.visit(WHAT, place -> open.set(open.get().plus(open(place))));
    return open.get();
  }

  private static Open open(Place place) {
    return place.asSystem(
        handle ->
            handle
                .createQuery(COUNT_OPEN)
                .map(
                    (row, context) ->
                        new Open(
                            row.getLong("waiting"),
                            Optional.ofNullable(row.getTimestamp("since"))
                                .map(Timestamp::toInstant)))
                .one());
  }

  private static QuarantinedEntry entry(ResultSet row) throws SQLException {
    return new QuarantinedEntry(
        row.getObject("quarantine_id", UUID.class),
        Optional.ofNullable(row.getObject("tenant_id", UUID.class)),
        Optional.ofNullable(row.getString("space")),
        Optional.ofNullable(row.getObject("batch_id", UUID.class)),
        Optional.ofNullable(row.getObject("item", Integer.class)),
        Optional.ofNullable(row.getString("source")),
        Optional.ofNullable(row.getString("label")),
        row.getString("stage"),
        row.getString("reason"),
        row.getInt("attempts"),
        Optional.ofNullable(row.getString("topic"))
            .map(topic -> "%s-%s@%s".formatted(topic, text(row, "partition"), text(row, "place"))),
        row.getInt("size"),
        row.getBoolean("whole"),
        Optional.ofNullable(row.getString("request_id")),
        State.of(row.getString("state")),
        row.getTimestamp("first_at").toInstant(),
        row.getTimestamp("last_at").toInstant());
  }

  private static String text(ResultSet row, String column) {
    try {
      return row.getString(column);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
