package io.hypnos.api.rememberos;

import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.search.SearchOptions;
import io.hypnos.engine.search.SearchOptions.Fusion;
import io.hypnos.engine.search.SearchOptions.Mode;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.search.SearchResult.Hit;
import io.hypnos.engine.visibility.History;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a search asks for. */
record SearchBody(
    String query,
    int limit,
    double minScore,
    Mode mode,
    MemoryFilter filter,
    boolean rewrite,
    boolean rerank,
    boolean includeArchived) {
  private static final int USUAL_LIMIT = 5;
  private static final int MOST = 50;
  private static final double USUAL_FLOOR = 0.3;
  private static final int LONGEST_CATEGORY = 128;
  private static final List<String> MODES = List.of("hybrid", "vector", "text");

  private static final Comparator<Hit> BEST_FIRST =
      Comparator.comparingDouble(Hit::similarity)
          .thenComparingDouble(hit -> hit.memory().importance())
          .thenComparing(hit -> hit.memory().recordedAt())
          .reversed()
          .thenComparing(hit -> hit.memory().id());

  static SearchBody from(JsonFields fields) {
    String query = fields.requiredText("query", 1, MemoryFields.LONGEST_TEXT);
    MemoryFields.refuseBlank(fields, "query", query);
    Optional<String> mode = fields.word("mode", MODES);
    Optional<String> category = fields.text("category", 1, LONGEST_CATEGORY);
    Optional<String> tag = fields.text("container_tag", 1, MemoryFields.LONGEST_TAG);
    Map<String, Object> containing =
        fields.object("metadata_filter", MemoryFields.LARGEST_METADATA);
    MemoryFilter filter = MemoryFilter.NONE.withContaining(containing);
    filter = with(filter, MemoryFilter.Field.CATEGORY, category);
    filter = with(filter, MemoryFilter.Field.CONTAINER_TAG, tag);
    SearchBody body =
        new SearchBody(
            query,
            fields.integer("limit", 1, MOST).orElse(USUAL_LIMIT),
            fields.number("min_score", 0, 1).orElse(USUAL_FLOOR),
            mode.map(word -> Mode.valueOf(word.toUpperCase(Locale.ROOT))).orElse(Mode.HYBRID),
            filter,
            fields.flag("rewrite").orElse(false),
            fields.flag("rerank").orElse(false),
            fields.flag("include_archived").orElse(false));
    fields.check();
    return body;
  }

  private static MemoryFilter with(
      MemoryFilter filter, MemoryFilter.Field field, Optional<String> value) {
    return value.map(text -> filter.with(field, text)).orElse(filter);
  }

  /** The least score holds for meaning only: what has the words is found below it. */
  SearchRequest request(Optional<List<String>> collections) {
    return new SearchRequest(query, collections, limit, mode == Mode.TEXT ? 0 : minScore)
        .withFilter(filter)
        .withHistory(History.NONE.withArchived(includeArchived))
        .withOptions(
            SearchOptions.USUAL
                .withMode(mode)
                .withFusion(Fusion.RECIPROCAL_RANK)
                .withAssociations(false)
                .withRewrite(rewrite)
                .withRerank(rerank));
  }

  /** Hits of the same score by what they are worth, then newest first. */
  List<Hit> ordered(List<Hit> hits) {
    return rerank ? hits : hits.stream().sorted(BEST_FIRST).toList();
  }
}
