package io.hypnos.engine.concept;

import io.hypnos.settings.ConceptSettings;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Changes associations by an outcome. Rows are touched in the order of pairs, as in learning. */
final class FeedbackStore {
  private static final String REWARD =
      """
      INSERT INTO concept_edge (tenant_id, scope, low_key, high_key, weight, valence, count,
                                updated_at)
      SELECT :tenant, :scope, e.low_key, e.high_key, e.gain,
             :outcome * (1 - power(:valenceKept, e.times)), e.times, :at
      FROM unnest(:lows, :highs, :gains, :times) AS e (low_key, high_key, gain, times)
      ORDER BY e.low_key COLLATE "C", e.high_key COLLATE "C"
      ON CONFLICT (tenant_id, scope, low_key, high_key) DO UPDATE
      SET weight = 1 - (1 - concept_edge.weight) * (1 - excluded.weight),
          valence = greatest(-1, least(1, :outcome + (concept_edge.valence - :outcome)
                                                     * power(:valenceKept, excluded.count))),
          count = concept_edge.count + excluded.count,
          updated_at = greatest(concept_edge.updated_at, excluded.updated_at)
      """;

  private static final String LOCK =
      """
      SELECT e.low_key, e.high_key
      FROM concept_edge e
      JOIN unnest(:lows, :highs) AS p (low_key, high_key)
        ON e.low_key = p.low_key AND e.high_key = p.high_key
      WHERE e.tenant_id = :tenant AND e.scope = :scope
      ORDER BY e.low_key, e.high_key
      FOR UPDATE OF e
      """;

  private static final String PUNISH =
      """
      UPDATE concept_edge AS e
      SET weight = e.weight * power(:weightKept, p.times),
          valence = greatest(-1, least(1, :outcome + (e.valence - :outcome)
                                                     * power(:valenceKept, p.times))),
          updated_at = greatest(e.updated_at, :at)
      FROM unnest(:lows, :highs, :times) AS p (low_key, high_key, times)
      WHERE e.tenant_id = :tenant AND e.scope = :scope
        AND e.low_key = p.low_key AND e.high_key = p.high_key
      """;

  private static final String REMOVE_WEAK =
      """
      DELETE FROM concept_edge AS e
      USING unnest(:lows, :highs) AS p (low_key, high_key)
      WHERE e.tenant_id = :tenant AND e.scope = :scope AND e.weight < :least
        AND e.low_key = p.low_key AND e.high_key = p.high_key
      """;

  private final ConceptSettings settings;
  private final HebbianRule rule;

  FeedbackStore(ConceptSettings settings) {
    this.settings = settings;
    this.rule = new HebbianRule(settings);
  }

  /** Applies an outcome and returns the associations that it changed. */
  Set<ConceptPair> apply(
      Handle handle,
      UUID tenantId,
      String scope,
      NavigableMap<ConceptPair, Integer> pairs,
      double outcome,
      Instant at) {
    if (pairs.isEmpty()) {
      return Set.of();
    }
    if (outcome > 0) {
      reward(handle, tenantId, scope, pairs, outcome, at);
      return pairs.keySet();
    }
    Set<ConceptPair> present = lock(handle, tenantId, scope, pairs);
    punish(handle, tenantId, scope, pairs, outcome, at);
    return present;
  }

  private void reward(
      Handle handle,
      UUID tenantId,
      String scope,
      NavigableMap<ConceptPair, Integer> pairs,
      double outcome,
      Instant at) {
    handle
        .createUpdate(REWARD)
        .bind("tenant", tenantId)
        .bind("scope", scope)
        .bind("lows", lows(pairs))
        .bind("highs", highs(pairs))
        .bind(
            "gains",
            pairs.values().stream().map(times -> rule.gain(outcome, times)).toArray(Double[]::new))
        .bind("times", times(pairs))
        .bind("outcome", outcome)
        .bind("valenceKept", rule.valenceRetained(1))
        .bind("at", Timestamp.from(at))
        .execute();
  }

  private static Set<ConceptPair> lock(
      Handle handle, UUID tenantId, String scope, Map<ConceptPair, Integer> pairs) {
    return new TreeSet<>(
        handle
            .createQuery(LOCK)
            .bind("tenant", tenantId)
            .bind("scope", scope)
            .bind("lows", lows(pairs))
            .bind("highs", highs(pairs))
            .map((row, context) -> AssociationStore.pair(row))
            .list());
  }

  private void punish(
      Handle handle,
      UUID tenantId,
      String scope,
      NavigableMap<ConceptPair, Integer> pairs,
      double outcome,
      Instant at) {
    handle
        .createUpdate(PUNISH)
        .bind("tenant", tenantId)
        .bind("scope", scope)
        .bind("lows", lows(pairs))
        .bind("highs", highs(pairs))
        .bind("times", times(pairs))
        .bind("outcome", outcome)
        .bind("weightKept", rule.retained(outcome, 1))
        .bind("valenceKept", rule.valenceRetained(1))
        .bind("at", Timestamp.from(at))
        .execute();
    handle
        .createUpdate(REMOVE_WEAK)
        .bind("tenant", tenantId)
        .bind("scope", scope)
        .bind("lows", lows(pairs))
        .bind("highs", highs(pairs))
        .bind("least", settings.leastWeight())
        .execute();
  }

  private static String[] lows(Map<ConceptPair, Integer> pairs) {
    return pairs.keySet().stream().map(pair -> pair.low().text()).toArray(String[]::new);
  }

  private static String[] highs(Map<ConceptPair, Integer> pairs) {
    return pairs.keySet().stream().map(pair -> pair.high().text()).toArray(String[]::new);
  }

  private static Integer[] times(Map<ConceptPair, Integer> pairs) {
    return new ArrayList<>(pairs.values()).toArray(Integer[]::new);
  }
}
