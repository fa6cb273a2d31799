package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.DurationHistogram;
import io.hypnos.api.web.QueryFields;
import io.hypnos.api.web.RouteFigures;
import io.hypnos.api.web.RouteFigures.Figures;
import io.hypnos.engine.tenancy.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How fast this node answers, for the operator. */
@RestController
final class MetricsRoutes {
  private final RouteFigures routes;
  private final StageFigures stages;

  MetricsRoutes(RouteFigures routes, StageFigures stages) {
    this.routes = routes;
    this.stages = stages;
  }

  record Route(
      String route,
      String method,
      long count,
      @JsonProperty("err_4xx") long err4xx,
      @JsonProperty("err_5xx") long err5xx,
      @JsonProperty("p50_ms") double p50,
      @JsonProperty("p95_ms") double p95) {
    static Route of(Figures figures) {
      return new Route(
          figures.path(),
          figures.method(),
          figures.count(),
          figures.callersFaults(),
          figures.ourFaults(),
          figures.median(),
          figures.slow());
    }
  }

  record Stage(long count, @JsonProperty("p50_ms") double p50, @JsonProperty("p95_ms") double p95) {
    static Stage of(DurationHistogram durations) {
      return new Stage(durations.count(), durations.percentile(0.5), durations.percentile(0.95));
    }
  }

  record Metrics(List<Route> routes, Map<String, Stage> stages, Map<String, Long> counters) {}

  /** What is reset is shown once more. */
  @GetMapping("/v1/memory/admin/metrics")
  @Requires(Right.READ)
  Metrics metrics(Principal principal, QueryFields query) {
    OversightRoutes.requireAdmin(principal);
    boolean reset = query.flag("reset", false);
    query.check();
    Map<String, Stage> shown = new TreeMap<>();
    stages
        .stages()
        .forEach(
            (stage, durations) ->
                shown.put(stage.name().toLowerCase(Locale.ROOT), Stage.of(durations)));
    Metrics metrics =
        new Metrics(
            routes.all().stream().map(Route::of).toList(),
            shown,
            Map.of("search_cache_hit", stages.hits(), "search_cache_miss", stages.misses()));
    if (reset) {
      routes.reset();
      stages.reset();
    }
    return metrics;
  }
}
