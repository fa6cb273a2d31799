package io.hypnos.api.mnemoverse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** What was found. */
record ReadResponse(
    List<MemoryItem> items,
    @JsonProperty("episodic_hit") boolean episodicHit,
    @JsonProperty("query_concepts") List<String> queryConcepts,
    @JsonProperty("expanded_concepts") List<String> expandedConcepts,
    @JsonProperty("search_time_ms") double searchTimeMs,
    @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, Double> timings) {}
