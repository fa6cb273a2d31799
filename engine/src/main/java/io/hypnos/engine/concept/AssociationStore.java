package io.hypnos.engine.concept;

import io.hypnos.engine.concept.SpreadingActivation.Link;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What reading needs of the vocabulary and the associations. */
final class AssociationStore {
  /** Of a concept with more associations than this, the strongest are followed. */
  private static final int MOST_FOLLOWED = 1000;

  private static final String SPELLINGS =
      """
      SELECT concept_key, spelling
      FROM concept
      WHERE tenant_id = :tenant AND scope = :scope AND concept_key = ANY(:keys)
      """;

  private static final String DEGREES =
      """
      SELECT q.key,
             (SELECT count(*) FROM concept_edge
              WHERE tenant_id = :tenant AND scope = :scope AND low_key = q.key)
             + (SELECT count(*) FROM concept_edge
                WHERE tenant_id = :tenant AND scope = :scope AND high_key = q.key) AS degree
      FROM unnest(:keys) AS q (key)
      """;

  private static final String STRONGEST_LINKS =
      """
      SELECT DISTINCT e.low_key, e.high_key, e.weight, e.valence
      FROM unnest(:keys) AS q (key)
      CROSS JOIN LATERAL (
        SELECT low_key, high_key, weight, valence
        FROM (SELECT low_key, high_key, weight, valence
              FROM concept_edge
              WHERE tenant_id = :tenant AND scope = :scope AND low_key = q.key
              UNION ALL
              SELECT low_key, high_key, weight, valence
              FROM concept_edge
              WHERE tenant_id = :tenant AND scope = :scope AND high_key = q.key) AS both_sides
        ORDER BY weight DESC, low_key, high_key
        LIMIT :most) AS e
      """;

  private static final String COUNT_LINKS =
      "SELECT count(*) FROM concept_edge WHERE tenant_id = :tenant AND scope = :scope";

  private static final String COUNT_WORDS =
      "SELECT count(*) FROM concept WHERE tenant_id = :tenant AND scope = :scope";

  private static final String FORGET_LINKS =
      "DELETE FROM concept_edge WHERE tenant_id = :tenant AND scope = :scope";

  private static final String FORGET_WORDS =
      "DELETE FROM concept WHERE tenant_id = :tenant AND scope = :scope";

  /** The spellings of those keys that are known. */
  Map<String, String> spellings(
      Handle handle, UUID tenantId, String scope, Collection<String> keys) {
    Map<String, String> spellings = new HashMap<>();
    if (!keys.isEmpty()) {
      handle
          .createQuery(SPELLINGS)
          .bind("tenant", tenantId)
          .bind("scope", scope)
          .bind("keys", keys.toArray(String[]::new))
          .map((row, context) -> Map.entry(row.getString("concept_key"), row.getString("spelling")))
          .forEach(known -> spellings.put(known.getKey(), known.getValue()));
    }
    return spellings;
  }

  Map<ConceptKey, Integer> degrees(
      Handle handle, UUID tenantId, String scope, Collection<ConceptKey> keys) {
    Map<ConceptKey, Integer> degrees = new HashMap<>();
    handle
        .createQuery(DEGREES)
        .bind("tenant", tenantId)
        .bind("scope", scope)
        .bind("keys", texts(keys))
        .map(
            (row, context) -> Map.entry(new ConceptKey(row.getString("key")), row.getInt("degree")))
        .forEach(each -> degrees.put(each.getKey(), each.getValue()));
    return degrees;
  }

  List<Link> strongestLinks(
      Handle handle, UUID tenantId, String scope, Collection<ConceptKey> keys) {
    return handle
        .createQuery(STRONGEST_LINKS)
        .bind("tenant", tenantId)
        .bind("scope", scope)
        .bind("keys", texts(keys))
        .bind("most", MOST_FOLLOWED)
        .map(
            (row, context) ->
                new Link(pair(row), row.getDouble("weight"), row.getDouble("valence")))
        .list();
  }

  static ConceptPair pair(ResultSet row) throws SQLException {
    return new ConceptPair(
        new ConceptKey(row.getString("low_key")), new ConceptKey(row.getString("high_key")));
  }

  static String[] texts(Collection<ConceptKey> keys) {
    return keys.stream().map(ConceptKey::text).toArray(String[]::new);
  }

  long countLinks(Handle handle, UUID tenantId, String scope) {
    return count(handle, COUNT_LINKS, tenantId, scope);
  }

  long countWords(Handle handle, UUID tenantId, String scope) {
    return count(handle, COUNT_WORDS, tenantId, scope);
  }

  private static long count(Handle handle, String sql, UUID tenantId, String scope) {
    return handle
        .createQuery(sql)
        .bind("tenant", tenantId)
        .bind("scope", scope)
        .mapTo(Long.class)
        .one();
  }

  /** Forgets all words and associations of the scope and says how many associations there were. */
  int forget(Handle handle, UUID tenantId, String scope) {
    handle.createUpdate(FORGET_WORDS).bind("tenant", tenantId).bind("scope", scope).execute();
    return handle
        .createUpdate(FORGET_LINKS)
        .bind("tenant", tenantId)
        .bind("scope", scope)
        .execute();
  }
}
