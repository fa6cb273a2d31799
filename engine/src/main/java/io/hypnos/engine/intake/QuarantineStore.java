package io.hypnos.engine.intake;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.intake.QuarantinedEntry.State;
import io.hypnos.engine.job.BatchHistory.Open;
import io.hypnos.engine.memory.StorableText;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.QuarantinedMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The table of what could not be processed. Only the operator sees it, across tenants. */
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
            AND (:after::uuid IS NULL
                 OR (last_at, quarantine_id)
                    < (SELECT last_at, quarantine_id FROM quarantine WHERE quarantine_id = :after))
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

  private static final String COUNT_OPEN =
      "SELECT count(*) AS waiting, min(first_at) AS since FROM quarantine WHERE state = 'open'";

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
    Optional<QuarantinedMessage.Place> place = entry.place();
    database.asSystem(
        handle ->
            handle
                .createUpdate(PUT)
                .bind("id", entry.id())
                .bind("tenant", message.map(IngestMessage::tenantId).orElse(null))
                .bind("space", cleaned(message.map(IngestMessage::space)))
                .bind("batch", message.map(IngestMessage::batchId).orElse(null))
                .bind("item", message.map(IngestMessage::item).orElse(null))
                .bind("source", cleaned(message.map(IngestMessage::source)))
                .bind("label", cleaned(message.map(each -> each.content().filename())))
                .bind("stage", StorableText.cleaned(entry.stage()))
                .bind("reason", StorableText.cleaned(entry.reason()))
                .bind("attempts", entry.attempts())
                .bind("topic", place.map(QuarantinedMessage.Place::topic).orElse(null))
                .bind("partition", place.map(QuarantinedMessage.Place::partition).orElse(null))
                .bind("place", place.map(QuarantinedMessage.Place::offset).orElse(null))
                .bind("key", key)
                .bind("original", original)
                .bind("whole", place.map(QuarantinedMessage.Place::whole).orElse(false))
                .bind("request", cleaned(requestId))
                .bind("at", Timestamp.from(entry.at()))
                .execute());
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
    return database.asSystem(
        handle ->
            handle
                .createQuery(PAGE)
                .bind("state", state.map(State::text).orElse(null))
                .bind("tenant", tenantId.orElse(null))
                .bind("batch", batchId.orElse(null))
                .bind("after", after.orElse(null))
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list());
  }

  Optional<QuarantinedEntry> find(UUID id) {
    return database.asSystem(
        handle ->
            handle.createQuery(FIND).bind("id", id).map((row, context) -> entry(row)).findOne());
  }

  Optional<Original> original(UUID id) {
    return database.asSystem(
        handle ->
            handle
                .createQuery(ORIGINAL)
                .bind("id", id)
                .map(
                    (row, context) ->
                        new Original(row.getBytes("original"), row.getBytes("message_key")))
                .findOne());
  }

  /**
   * Ends an open entry; false when it is not open.
   *
   * @param first what is done before, in the same transaction, while nobody else can end the entry;
   *     if it fails, the entry stays open
   */
  boolean end(UUID id, State state, Consumer<Handle> first) {
    return database.asSystem(
        handle -> {
          if (handle.createQuery(LOCK_OPEN).bind("id", id).mapTo(UUID.class).findOne().isEmpty()) {
            return false;
          }
          first.accept(handle);
          return end(handle, id, state) > 0;
        });
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
    return database.asSystem(
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
