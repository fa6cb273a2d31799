package io.hypnos.api.mnemoverse;

import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.filter.Window;
import io.hypnos.engine.search.SearchOptions;
import io.hypnos.engine.search.SearchOptions.Order;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.visibility.History;
import java.util.List;
import java.util.Optional;

/**
 * A question to the memory.
 *
 * @param domains that it is confined to; empty for all of one's own
 */
record Question(List<String> domains, SearchRequest search, boolean includeTimings) {
  private static final int DEFAULT_ITEMS = 10;
  private static final double DEFAULT_FLOOR = 0.3;
  private static final int LONGEST_QUERY = 5_000;
  private static final int MOST_CONCEPTS = 50;
  private static final int LONGEST_FINGERPRINT = 512;
  private static final int MOST_DOMAINS = 1_000;
  private static final String RECENCY = "recency";

  /** As {@code read} has it; {@code most} results may be asked for. */
  static Question ofRead(JsonFields fields, int most) {
    Optional<String> domain = fields.text("domain", 0, Domain.LONGEST_ASKED);
    Window recorded = window(fields);
    boolean newestFirst =
        fields.word("order_by", List.of("relevance", RECENCY)).filter(RECENCY::equals).isPresent();
    SearchRequest search = common(fields, domain.map(List::of), most);
    MemoryFilter filter =
        MemoryFilter.NONE
            .withRecorded(recorded)
            .withProvenance(Author.wanted(fields))
            .withoutProvenance(Author.excluded(fields));
    SearchOptions options =
        search
            .options()
            .withEpisode(
                fields.text("fingerprint", 0, LONGEST_FINGERPRINT).filter(key -> !key.isEmpty()))
            .withOrder(newestFirst ? Order.RECENCY : Order.RELEVANCE);
    boolean timings = fields.flag("include_timings").orElse(false);
    fields.word("strategy", List.of("auto", "precise", "multi_hop", "temporal", "exhaustive"));
    fields.check();
    return new Question(
        domain.map(List::of).orElse(List.of()),
        search.withFilter(filter).withOptions(options),
        timings);
  }

  /** As {@code query} has it. No domains at all mean all of them. */
  static Question ofQuery(JsonFields fields, int most) {
    List<String> domains = fields.texts("domains", MOST_DOMAINS, Domain.LONGEST_ASKED);
    SearchRequest search =
        common(fields, Optional.of(domains).filter(names -> !names.isEmpty()), most);
    MemoryFilter filter = MemoryFilter.NONE.withConditions(MetadataFilter.from(fields));
    fields.check();
    return new Question(domains, search.withFilter(filter), false);
  }

  private static SearchRequest common(JsonFields fields, Optional<List<String>> domains, int most) {
    SearchOptions options =
        SearchOptions.USUAL.withAssociations(fields.flag("include_associations").orElse(true));
    return new SearchRequest(
            fields.requiredText("query", 1, LONGEST_QUERY),
            // The domain with the empty name has no atoms.
            domains.map(names -> names.stream().filter(name -> !name.isEmpty()).toList()),
            fields.integer("top_k", 1, most).orElse(DEFAULT_ITEMS),
            fields.number("min_relevance", 0, 1).orElse(DEFAULT_FLOOR))
        .withConcepts(fields.texts("concepts", MOST_CONCEPTS, WriteRequest.LONGEST_CONCEPT))
        .withHistory(history(fields))
        .withOptions(options);
  }

  static History history(JsonFields fields) {
    return History.NONE.withSuperseded(fields.flag("include_history").orElse(false));
  }

  static Window window(JsonFields fields) {
    Window window = new Window(fields.timestamp("since"), fields.timestamp("until"));
    if (window.since().isPresent()
        && window.until().filter(end -> end.isBefore(window.since().get())).isPresent()) {
      fields.reject("until", "until should not be before since", "value_error");
    }
    return window;
  }
}
