package io.hypnos.engine.search;

import io.hypnos.engine.search.ProposalRequest.Literal;
import io.hypnos.engine.search.ProposalRequest.QueryVector;
import io.hypnos.engine.visibility.IndexVisibility;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The bodies of the searches that a {@link ProposalRequest} takes. All are filtered by its
 * visibility.
 */
final class ProposalQueries {
  static final String WORD = "w";

  private static final double TIME_WEIGHT = 0.3;
  private static final List<String> FIELDS = List.of("stream", "speaker", "previous");

  private final ProposalRequest request;
  private final List<Object> filter;

  ProposalQueries(ProposalRequest request) {
    this.request = request;
    this.filter = new ArrayList<>(IndexVisibility.of(request.visibility()));
    filter.addAll(IndexFilter.of(request.filter()));
    request
        .among()
        .ifPresent(
            ids ->
                filter.add(
                    Map.of("terms", Map.of("memory", ids.stream().map(UUID::toString).toList()))));
  }

  Map<String, Object> lexical(QueryWords words) {
    List<Object> any = new ArrayList<>();
    String field = request.literal() == Literal.NO ? "context" : "text";
    for (int i = 0; i < words.content().size(); i++) {
      any.add(match(field, words.content().get(i), 1, WORD + i));
    }
    if (request.literal() == Literal.NO && !words.times().isEmpty()) {
      any.add(match("time_words", String.join(" ", words.times()), TIME_WEIGHT, "t"));
    }
    Object wanted =
        request.literal() == Literal.EVERY_WORD
            ? every(words)
            : Map.of("bool", Map.of("should", any, "minimum_should_match", 1));
    return body(Map.of("bool", Map.of("must", List.of(wanted), "filter", filter)));
  }

  /** One match over all words, so that words which the analyzer drops do not matter. */
  private static Object every(QueryWords words) {
    return Map.of(
        "match",
        Map.of(
            "text",
            Map.of(
                "query", String.join(" ", words.content()), "operator", "and", "_name", WORD + 0)));
  }

  Map<String, Object> semantic(QueryVector vector) {
    List<Object> ofModel = new ArrayList<>(filter);
    ofModel.add(Map.of("term", Map.of("embedding_model", vector.modelId())));
    return body(
        Map.of(
            "knn",
            Map.of(
                "embedding",
                Map.of(
                    "vector",
                    vector.values(),
                    "k",
                    request.size(),
                    "filter",
                    Map.of("bool", Map.of("filter", ofModel))))));
  }

  /** What carries one of the concepts, newest first. */
  Map<String, Object> associated(List<String> concepts) {
    List<Object> carrying = new ArrayList<>(filter);
    carrying.add(Map.of("terms", Map.of("concepts", concepts)));
    carrying.add(Map.of("exists", Map.of("field", "text")));
    Map<String, Object> body =
        new LinkedHashMap<>(body(Map.of("bool", Map.of("filter", carrying))));
    body.put("sort", List.of(Map.of("created_at", "desc"), Map.of("memory", "asc")));
    return body;
  }

  private Map<String, Object> body(Object query) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("size", request.size());
    body.put("track_total_hits", false);
    body.putAll(IndexHits.only(FIELDS));
    body.put("query", query);
    return body;
  }

  private static Object match(String field, String text, double boost, String name) {
    return Map.of("match", Map.of(field, Map.of("query", text, "boost", boost, "_name", name)));
  }
}
