package io.hypnos.engine.concept;

import io.hypnos.settings.ConceptSettings;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The vocabulary and the associations of a tenant. Rows are always touched in one order, first
 * words, then associations, so that writers wait for each other but never in a circle; they stay
 * locked until the transaction ends, so learning belongs late in it, once.
 */
public final class ConceptStore {
  private static final int ROWS_OF_A_STATEMENT = 20_000;

  private static final String ADD_WORDS =
      """
      INSERT INTO concept (tenant_id, scope, concept_key, spelling, created_at)
      SELECT :tenant, :scope, c.concept_key, c.spelling, :at
      FROM unnest(:keys, :spellings) AS c (concept_key, spelling)
      ORDER BY c.concept_key COLLATE "C"
      ON CONFLICT DO NOTHING
      """;

  private static final String STRENGTHEN =
      """
      INSERT INTO concept_edge (tenant_id, scope, low_key, high_key, weight, count, updated_at)
      SELECT :tenant, :scope, e.low_key, e.high_key, e.gain, e.times, :at
      FROM unnest(:lows, :highs, :gains, :times) AS e (low_key, high_key, gain, times)
      ORDER BY e.low_key COLLATE "C", e.high_key COLLATE "C"
      ON CONFLICT (tenant_id, scope, low_key, high_key) DO UPDATE
      SET weight = 1 - (1 - concept_edge.weight) * (1 - excluded.weight),
          count = concept_edge.count + excluded.count,
          updated_at = greatest(concept_edge.updated_at, excluded.updated_at)
      """;

  private final ConceptSettings settings;
  private final HebbianRule rule;

  public ConceptStore(ConceptSettings settings) {
    this.settings = settings;
    this.rule = new HebbianRule(settings);
  }

  /**
   * Learns from memories that are being written: every concept enters the vocabulary (the first
   * spelling stays), and every pair within one memory is strengthened, over all memories as if they
   * had come one after the other. Of a memory with very many concepts the first ones are paired, as
   * {@code hypnos.concept.paired-concepts} says. Concepts without a letter that can be kept are
   * passed over.
   */
  public void learn(
      Handle handle,
      UUID tenantId,
      String scope,
      List<List<String>> conceptsOfEachMemory,
      Instant at) {
    NavigableMap<ConceptKey, String> spellings = new TreeMap<>();
    PairCounts pairs = new PairCounts();
    int most = PairCounts.concepts(conceptsOfEachMemory, 0, settings.pairedConcepts());
    for (List<String> concepts : conceptsOfEachMemory) {
      for (String concept : concepts) {
        ConceptKey.of(concept).ifPresent(key -> spellings.putIfAbsent(key, concept.strip()));
      }
      pairs.addWithin(concepts, most);
    }
    addWords(handle, tenantId, scope, spellings, at);
    strengthen(handle, tenantId, scope, pairs.asMap(), at);
  }

  void addWords(
      Handle handle,
      UUID tenantId,
      String scope,
      NavigableMap<ConceptKey, String> spellings,
      Instant at) {
    if (spellings.isEmpty()) {
      return;
    }
    handle
        .createUpdate(ADD_WORDS)
        .bind("tenant", tenantId)
        .bind("scope", scope)
        .bind("keys", spellings.keySet().stream().map(ConceptKey::text).toArray(String[]::new))
        .bind("spellings", spellings.values().toArray(String[]::new))
        .bind("at", Timestamp.from(at))
        .execute();
  }

  private void strengthen(
      Handle handle,
      UUID tenantId,
      String scope,
      NavigableMap<ConceptPair, Integer> pairs,
      Instant at) {
    List<Map.Entry<ConceptPair, Integer>> rows = new ArrayList<>(pairs.entrySet());
    for (int start = 0; start < rows.size(); start += ROWS_OF_A_STATEMENT) {
      List<Map.Entry<ConceptPair, Integer>> part =
          rows.subList(start, Math.min(rows.size(), start + ROWS_OF_A_STATEMENT));
      handle
          .createUpdate(STRENGTHEN)
          .bind("tenant", tenantId)
          .bind("scope", scope)
          .bind("lows", part.stream().map(row -> row.getKey().low().text()).toArray(String[]::new))
          .bind(
              "highs", part.stream().map(row -> row.getKey().high().text()).toArray(String[]::new))
          .bind(
              "gains",
              part.stream().map(row -> rule.gain(1, row.getValue())).toArray(Double[]::new))
          .bind("times", part.stream().map(Map.Entry::getValue).toArray(Integer[]::new))
          .bind("at", Timestamp.from(at))
          .execute();
    }
  }
}
