package io.hypnos.engine.triple;

import io.hypnos.engine.visibility.Condition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** The triple table. */
final class TripleStore {
  private static final String COLUMNS =
      """
      triple_id, space, owner_id, subject, predicate, object, subject_type, object_type, valid_from,
      valid_to, memory_id, confidence, created_at\
      """;

  private static final String INSERT =
      """
      INSERT INTO triple (tenant_id, triple_id, space, owner_id, subject, predicate, object,
                          subject_type, object_type, valid_from, valid_to, memory_id, confidence,
                          created_at)
      VALUES (:tenant, :id, :space, :owner, :subject, :predicate, :object, :subjectType, :objectType,
              :validFrom, :validTo, :memory, :confidence, :createdAt)
      ON CONFLICT DO NOTHING
      """;

  private static final String UPDATE =
      """
      UPDATE triple
      SET subject = :subject, predicate = :predicate, object = :object,
          subject_type = :subjectType, object_type = :objectType, valid_to = :validTo,
          confidence = :confidence
      WHERE tenant_id = :tenant AND triple_id = :id
      """;

  private static final String KNOWN =
      """
      SELECT EXISTS (
        SELECT 1
        FROM triple
        WHERE tenant_id = :tenant AND memory_id = :memory AND subject = :subject
          AND predicate = :predicate AND object = :object)
      """;

  private static final String WANTED =
      """
      %s
        AND (:space::text IS NULL OR space = :space)
        AND (:subject::text IS NULL OR subject = :subject)
        AND (:predicate::text IS NULL OR predicate = :predicate)
        AND (:object::text IS NULL OR object = :object)
        AND (:subjectType::text IS NULL OR subject_type = :subjectType)
        AND (:objectType::text IS NULL OR object_type = :objectType)
        AND (:at::timestamptz IS NULL
             OR (valid_from <= :at AND (valid_to IS NULL OR valid_to > :at)))
      """;

  void insert(Handle handle, UUID tenantId, Triple triple) {
    bind(handle.createUpdate(INSERT), triple)
        .bind("tenant", tenantId)
        .bind("space", triple.space())
        .bind("owner", triple.owner().orElse(null))
        .bind("validFrom", Timestamp.from(triple.validFrom()))
        .bind("memory", triple.memory().orElse(null))
        .bind("createdAt", Timestamp.from(triple.createdAt()))
        .execute();
  }

  void update(Handle handle, UUID tenantId, Triple triple) {
    bind(handle.createUpdate(UPDATE), triple).bind("tenant", tenantId).execute();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Triple triple) {
    return statement
        .bind("id", triple.id())
        .bind("subject", triple.subject())
        .bind("predicate", triple.predicate())
        .bind("object", triple.object())
        .bind("subjectType", triple.subjectType().orElse(null))
        .bind("objectType", triple.objectType().orElse(null))
        .bind("validTo", triple.validTo().map(Timestamp::from).orElse(null))
        .bind("confidence", triple.confidence());
  }

  Optional<Triple> lock(Handle handle, Condition scope, UUID id) {
    return scope
        .bindTo(
            handle.createQuery(
                "SELECT %s\nFROM triple\nWHERE triple_id = :id AND %s\nFOR UPDATE"
                    .formatted(COLUMNS, scope.sql())))
        .bind("id", id)
        .map((row, context) -> triple(row))
        .findOne();
  }

  boolean delete(Handle handle, Condition scope, UUID id) {
    return scope
            .bindTo(
                handle.createUpdate(
                    "DELETE FROM triple\nWHERE triple_id = :id AND %s".formatted(scope.sql())))
            .bind("id", id)
            .execute()
        > 0;
  }

  void deleteAll(Handle handle, UUID tenantId, List<UUID> ids) {
    handle
        .createUpdate("DELETE FROM triple\nWHERE tenant_id = :tenant AND triple_id = ANY(:ids)")
        .bind("tenant", tenantId)
        .bind("ids", ids.toArray(UUID[]::new))
        .execute();
  }

  /** Whether the memory that it was read from says it already. */
  boolean isKnown(Handle handle, UUID tenantId, Triple triple) {
    return triple.memory().isPresent()
        && handle
            .createQuery(KNOWN)
            .bind("tenant", tenantId)
            .bind("memory", triple.memory().get())
            .bind("subject", triple.subject())
            .bind("predicate", triple.predicate())
            .bind("object", triple.object())
            .mapTo(Boolean.class)
            .one();
  }

  void deleteOf(Handle handle, UUID tenantId, Collection<UUID> memories) {
    handle
        .createUpdate(
            "DELETE FROM triple\nWHERE tenant_id = :tenant AND memory_id = ANY(:memories)")
        .bind("tenant", tenantId)
        .bind("memories", memories.toArray(UUID[]::new))
        .execute();
  }

  long count(Handle handle, Condition scope, TripleQuery wanted) {
    String sql = "SELECT count(*)\nFROM triple\nWHERE " + WANTED.formatted(scope.sql());
    return bind(scope.bindTo(handle.createQuery(sql)), wanted).mapTo(Long.class).one();
  }

  List<Triple> list(
      Handle handle, Condition scope, TripleQuery wanted, String order, int limit, int offset) {
    String sql =
        "SELECT %s\nFROM triple\nWHERE %sORDER BY %s\nLIMIT :limit OFFSET :offset"
            .formatted(COLUMNS, WANTED.formatted(scope.sql()), order);
    return bind(scope.bindTo(handle.createQuery(sql)), wanted)
        .bind("limit", limit)
        .bind("offset", offset)
        .map((row, context) -> triple(row))
        .list();
  }

  private static Query bind(Query query, TripleQuery wanted) {
    return query
        .bind("space", wanted.space().orElse(null))
        .bind("subject", wanted.subject().orElse(null))
        .bind("predicate", wanted.predicate().orElse(null))
        .bind("object", wanted.object().orElse(null))
        .bind("subjectType", wanted.subjectType().orElse(null))
        .bind("objectType", wanted.objectType().orElse(null))
        .bind("at", wanted.at().map(Timestamp::from).orElse(null));
  }

  private static Triple triple(ResultSet row) throws SQLException {
    return new Triple(
        row.getObject("triple_id", UUID.class),
        row.getString("space"),
        text(row, "owner_id"),
        row.getString("subject"),
        row.getString("predicate"),
        row.getString("object"),
        text(row, "subject_type"),
        text(row, "object_type"),
        row.getTimestamp("valid_from").toInstant(),
        time(row, "valid_to"),
        Optional.ofNullable(row.getObject("memory_id", UUID.class)),
        row.getDouble("confidence"),
        row.getTimestamp("created_at").toInstant());
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
