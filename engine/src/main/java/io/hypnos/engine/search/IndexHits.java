package io.hypnos.engine.search;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;

/** Answers of the index as proposals. A memory with several documents counts with its best. */
final class IndexHits {
  private IndexHits() {}

  static List<Proposal> lexical(JsonNode response) {
    return proposals(response, IndexHits::score);
  }

  static List<Proposal> semantic(JsonNode response, VectorScales scales) {
    return proposals(response, hit -> scales.cosine(hit.path("_index").asString(), score(hit)));
  }

  private static double score(JsonNode hit) {
    return hit.path("_score").asDouble(0);
  }

  private static List<Proposal> proposals(JsonNode response, ToDoubleFunction<JsonNode> score) {
    Map<UUID, Proposal> best = new LinkedHashMap<>();
    for (JsonNode hit : hits(response)) {
      UUID id = memoryId(hit);
      if (!best.containsKey(id)) {
        JsonNode fields = hit.path("fields");
        best.put(
            id,
            new Proposal(
                id,
                score.applyAsDouble(hit),
                words(hit.path("matched_queries")),
                first(fields, "stream"),
                first(fields, "speaker"),
                first(fields, "previous").map(UUID::fromString)));
      }
    }
    return new ArrayList<>(best.values());
  }

  static List<UUID> memoryIds(JsonNode response) {
    Set<UUID> ids = new java.util.LinkedHashSet<>();
    for (JsonNode hit : hits(response)) {
      ids.add(memoryId(hit));
    }
    return List.copyOf(ids);
  }

  private static UUID memoryId(JsonNode hit) {
    String id = hit.path("_id").asString();
    int piece = id.indexOf('#');
    return UUID.fromString(piece < 0 ? id : id.substring(0, piece));
  }

  private static Set<Integer> words(JsonNode names) {
    Set<Integer> words = new HashSet<>();
    for (JsonNode name : names) {
      String text = name.asString();
      if (text.startsWith(ProposalQueries.WORD)) {
        words.add(Integer.parseInt(text.substring(ProposalQueries.WORD.length())));
      }
    }
    return words;
  }

  private static Optional<String> first(JsonNode fields, String name) {
    JsonNode value = fields.path(name).path(0);
    return value.isMissingNode() ? Optional.empty() : Optional.of(value.asString());
  }

  private static JsonNode hits(JsonNode response) {
    return answered(response).path("hits").path("hits");
  }

  /** The response, unless it is a failure. */
  static JsonNode answered(JsonNode response) {
    if (response.has("error")) {
      int status = response.path("status").asInt();
      IllegalStateException cause =
          new IllegalStateException(response.path("error").path("type").asString());
      if (status == 429 || status >= 500) {
        throw HypnosException.unavailable("The search index", cause);
      }
      throw new HypnosException(ErrorCode.INTERNAL, "the search index refused a query", cause);
    }
    return response;
  }
}
