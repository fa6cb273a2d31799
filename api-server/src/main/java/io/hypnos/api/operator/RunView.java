package io.hypnos.api.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.engine.sleep.Phase;
import io.hypnos.engine.sleep.Run;
import io.hypnos.engine.sleep.RunCounts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** A run as the operator sees it. */
record RunView(
    @JsonProperty("run_id") UUID runId,
    String space,
    String state,
    @JsonProperty("dry_run") boolean dryRun,
    List<String> phases,
    String trigger,
    @JsonProperty("worked_on_by") String workedOnBy,
    String phase,
    long done,
    long total,
    Map<String, Object> counts,
    int attempts,
    String error,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("started_at") Instant startedAt,
    @JsonProperty("finished_at") Instant finishedAt,
    @JsonProperty("duration_ms") long durationMs) {

  static RunView of(Run run, Instant now) {
    return new RunView(
        run.id(),
        run.space(),
        run.state().text(),
        run.dry(),
        run.phases().stream().sorted().map(Phase::text).toList(),
        run.trigger(),
        run.where().name().toLowerCase(Locale.ROOT),
        run.phase().map(Phase::text).orElse(null),
        run.done(),
        run.total(),
        counts(run.counts()),
        run.attempts(),
        run.error().orElse(null),
        run.createdAt(),
        run.startedAt().orElse(null),
        run.finishedAt().orElse(null),
        run.duration(now).toMillis());
  }

  private static Map<String, Object> counts(RunCounts counts) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("before", counts.before());
    all.put("after", counts.after());
    all.put("scanned", counts.scanned());
    all.put("clusters", counts.clusters());
    all.put("members", counts.members());
    all.put("prototypes", counts.prototypes());
    all.put("consolidated", counts.consolidated());
    all.put("distinctive", counts.distinctive());
    all.put("duplicates", counts.duplicates());
    all.put("superseded", counts.superseded());
    all.put("contradictions", counts.contradictions());
    all.put("archived", counts.archived());
    all.put("forgotten", counts.forgotten());
    all.put("expired", counts.expired());
    all.put("triples", counts.triples());
    all.put("tasks", counts.tasks());
    all.put("read", counts.read());
    all.put("promoted", counts.promoted());
    all.put("passed_over", counts.passedOver());
    all.put("compression_ratio", counts.compression());
    return all;
  }
}
