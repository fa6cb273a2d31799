package io.hypnos.api.mnemoverse;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.TextRules;
import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.sleep.ConsolidationRuns;
import io.hypnos.engine.sleep.Requested;
import io.hypnos.engine.sleep.Run;
import io.hypnos.engine.sleep.RunCounts;
import io.hypnos.engine.sleep.RunState;
import io.hypnos.engine.sleep.SleepRequest;
import io.hypnos.engine.tenancy.Caller;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lets a domain sleep, and waits for the outcome. */
@RestController
final class ConsolidateRoutes {
  private static final double NANOS_A_MILLI = 1_000_000.0;

  private final ConsolidationRuns runs;
  private final Stores stores;
  private final Clock clock;

  ConsolidateRoutes(Engine engine, Stores stores, Clock clock) {
    this.runs = engine.sleep();
    this.stores = stores;
    this.clock = clock;
  }

  record Consolidation(
      String domain,
      @JsonProperty("atoms_before") long atomsBefore,
      @JsonProperty("atoms_after") long atomsAfter,
      @JsonProperty("prototypes_created") long prototypesCreated,
      @JsonProperty("singletons_protected") long singletonsProtected,
      @JsonProperty("compression_ratio") double compressionRatio,
      @JsonProperty("duration_ms") double durationMs) {

    /** Of a domain that cannot be. */
    static Consolidation ofNothing(String domain) {
      return new Consolidation(domain, 0, 0, 0, 0, 1, 0);
    }

    static Consolidation of(Run run, double durationMs) {
      RunCounts counts = run.counts();
      return new Consolidation(
          run.space(),
          counts.before(),
          counts.after(),
          counts.prototypes(),
          counts.distinctive(),
          counts.compression(),
          durationMs);
    }
  }

  @PostMapping("/api/v1/memory/consolidate")
  @Requires(Right.WRITE)
  Consolidation consolidate(Caller caller, JsonFields body) {
    String domain = body.text("domain", 0, Domain.LONGEST_ASKED).orElse(Domain.DEFAULT);
    body.check();
    if (domain.isEmpty() || TextRules.length(domain) > Domain.LONGEST) {
      return Consolidation.ofNothing(domain);
    }
    Caller there = stores.toWrite(caller, domain).caller();
    Requested requested = runs.request(there, SleepRequest.consolidation(domain, runs.usual()));
    UUID id = requested.run().id();
    if (requested.queued()) {
      if (!requested.joined()) {
        runs.cancel(there.tenantId(), id);
      }
      throw inProgress();
    }
    Run run = runs.await(there.tenantId(), id, runs.usualPatience());
    requireDone(run);
    return Consolidation.of(run, run.duration(clock.instant()).toNanos() / NANOS_A_MILLI);
  }

  private static void requireDone(Run run) {
    if (!run.hasEnded()) {
      throw inProgress();
    }
    if (run.state() == RunState.CANCELLED) {
      throw new HypnosException(ErrorCode.CONFLICT, "this run was called off");
    }
    if (run.state() != RunState.DONE) {
      throw new HypnosException(
          ErrorCode.UNAVAILABLE,
          run.error().orElse("the domain could not be consolidated; it is as it was"));
    }
  }

  private static HypnosException inProgress() {
    return new HypnosException(
        ErrorCode.CONFLICT,
        "a consolidation of this domain is in progress",
        Map.of("reason", "in_progress"),
        null);
  }
}
