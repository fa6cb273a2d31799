package io.hypnos.api.mnemoverse;

import io.hypnos.api.web.JsonFields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A question to the memory. */
record ReadRequest(
    String query,
    int topK,
    Optional<String> domain,
    double minRelevance,
    List<String> concepts,
    boolean newestFirst,
    Optional<Instant> since,
    Optional<Instant> until,
    boolean includeTimings) {
  static final int MOST_ITEMS = 100;

  private static final int DEFAULT_ITEMS = 10;
  private static final double DEFAULT_FLOOR = 0.3;
  private static final int LONGEST_QUERY = 5_000;
  private static final int MOST_CONCEPTS = 50;
  private static final int LONGEST_TEXT = 512;

  /** Far longer than a domain can be; such a domain is merely empty. */
  private static final int LONGEST_DOMAIN = 5_000;

  private static final String RECENCY = "recency";

  static ReadRequest from(JsonFields fields) {
    ReadRequest request =
        new ReadRequest(
            fields.requiredText("query", 1, LONGEST_QUERY),
            fields.integer("top_k", 1, MOST_ITEMS).orElse(DEFAULT_ITEMS),
            fields.text("domain", 0, LONGEST_DOMAIN),
            fields.number("min_relevance", 0, 1).orElse(DEFAULT_FLOOR),
            fields.texts("concepts", MOST_CONCEPTS, LONGEST_TEXT),
            fields
                .word("order_by", List.of("relevance", RECENCY))
                .filter(RECENCY::equals)
                .isPresent(),
            fields.timestamp("since"),
            fields.timestamp("until"),
            fields.flag("include_timings").orElse(false));
    if (request.since().isPresent()
        && request.until().filter(end -> end.isBefore(request.since().get())).isPresent()) {
      fields.reject("until", "until should not be before since", "value_error");
    }
    checkWithoutEffect(fields);
    fields.check();
    return request;
  }

  /** Fields of the dialect that change nothing here yet, but must be well formed. */
  private static void checkWithoutEffect(JsonFields fields) {
    fields.flag("include_associations");
    fields.flag("include_history");
    fields.flag("author_is_external");
    for (String name :
        List.of(
            "fingerprint",
            "exclude_author",
            "author_principal",
            "author_agent",
            "author_client_env")) {
      fields.text(name, 0, LONGEST_TEXT);
    }
    fields.word("strategy", List.of("auto", "precise", "multi_hop", "temporal", "exhaustive"));
  }
}
