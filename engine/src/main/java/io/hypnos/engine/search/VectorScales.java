package io.hypnos.engine.search;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * What the score of a vector says about its cosine. An index multiplies unit vectors, which costs a
 * third of dividing by their lengths each time; one that an earlier version made still divides,
 * until it is made again.
 */
final class VectorScales {
  private static final String PRODUCT = "innerproduct";

  private final SearchNode node;
  private final Map<String, Boolean> multiplies = new ConcurrentHashMap<>();

  VectorScales(SearchNode node) {
    this.node = node;
  }

  double cosine(String index, double score) {
    return multiplies.computeIfAbsent(index, this::multiplies) ? ofProduct(score) : 2 * score - 1;
  }

  /** A product p is scored as 1 + p, below zero as 1 / (1 - p). */
  static double ofProduct(double score) {
    return Math.min(1, score >= 1 ? score - 1 : 1 - 1 / score);
  }

  private boolean multiplies(String index) {
    JsonNode mappings = node.call("GET", "/" + index + "/_mapping/field/embedding", Map.of(), null);
    return mappings
        .path(index)
        .path("mappings")
        .path("embedding")
        .path("mapping")
        .path("embedding")
        .path("method")
        .path("space_type")
        .asString("")
        .equals(PRODUCT);
  }
}
