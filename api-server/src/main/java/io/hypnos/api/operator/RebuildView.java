package io.hypnos.api.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.engine.projection.Rebuild;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** How far a rebuild of the search index is. */
record RebuildView(
    @JsonProperty("rebuild_id") UUID rebuildId,
    String state,
    String index,
    long total,
    long copied,
    int attempts,
    @JsonProperty("last_error") String lastError,
    @JsonProperty("requested_at") Instant requestedAt,
    @JsonProperty("started_at") Instant startedAt,
    @JsonProperty("finished_at") Instant finishedAt) {

  static RebuildView of(Rebuild rebuild) {
    return new RebuildView(
        rebuild.id(),
        rebuild.state().name().toLowerCase(Locale.ROOT),
        rebuild.target().orElse(null),
        rebuild.total(),
        rebuild.copied(),
        rebuild.attempts(),
        rebuild.error().orElse(null),
        rebuild.requestedAt(),
        rebuild.startedAt().orElse(null),
        rebuild.finishedAt().orElse(null));
  }
}
