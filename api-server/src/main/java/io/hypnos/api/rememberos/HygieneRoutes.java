package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.QueryFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.hygiene.Duplicates;
import io.hypnos.engine.hygiene.Hygiene;
import io.hypnos.engine.hygiene.SpaceHealth;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.space.Spaces;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Principal;
import io.hypnos.engine.visibility.Viewer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Keeping a collection in order. A dry run only looks, so a read-only key may ask for it. */
@RestController
final class HygieneRoutes {
  static final int USUAL_DAYS = 90;
  static final int MOST_DAYS = 36_500;
  private static final double USUAL_THRESHOLD = 0.95;
  private static final double LEAST_THRESHOLD = 0.5;

  private final Hygiene hygiene;
  private final Spaces spaces;
  private final CollectionMemories memories;
  private final MemoryViews views;

  HygieneRoutes(Engine engine, CollectionMemories memories, MemoryViews views) {
    this.hygiene = engine.hygiene();
    this.spaces = engine.knowledge().spaces();
    this.memories = memories;
    this.views = views;
  }

  record Cluster(MemoryView keeper, List<MemoryView> duplicates) {}

  record Dedup(
      @JsonProperty("dry_run") boolean dryRun,
      double threshold,
      List<Cluster> clusters,
      @JsonProperty("duplicate_count") int duplicateCount,
      @JsonInclude(JsonInclude.Include.NON_NULL) Integer deleted) {}

  record Archiving(
      @JsonProperty("dry_run") boolean dryRun,
      @JsonProperty("would_archive") @JsonInclude(JsonInclude.Include.NON_NULL) Long wouldArchive,
      @JsonInclude(JsonInclude.Include.NON_NULL) Integer archived) {}

  record Missing(boolean exists) {}

  record Health(
      boolean exists,
      long total,
      long current,
      long archived,
      long pinned,
      long stale,
      long expired,
      long supersessions,
      Map<String, Long> categories,
      @JsonProperty("needs_attention") long needsAttention) {
    static Health of(SpaceHealth health) {
      return new Health(
          true,
          health.total(),
          health.current(),
          health.archived(),
          health.pinned(),
          health.stale(),
          health.expired(),
          health.superseded(),
          health.categories(),
          health.needsAttention());
    }
  }

  @PostMapping("/v1/memory/collections/{collection}/dedup")
  @Requires(Right.READ)
  Dedup dedup(
      Caller caller, Principal principal, @PathVariable String collection, JsonFields body) {
    double threshold = body.number("threshold", LEAST_THRESHOLD, 1).orElse(USUAL_THRESHOLD);
    boolean dryRun = body.flag("dry_run").orElse(true);
    body.check();
    requireOpen(caller, principal, collection, dryRun);
    List<Duplicates> found = hygiene.duplicates(Viewer.of(caller), collection, threshold);
    List<Cluster> clusters = clusters(caller, found);
    int count = found.stream().mapToInt(each -> each.others().size()).sum();
    return new Dedup(
        dryRun,
        threshold,
        clusters,
        count,
        dryRun ? null : Integer.valueOf(hygiene.removeDuplicates(caller, found)));
  }

  private List<Cluster> clusters(Caller caller, List<Duplicates> found) {
    List<Memory> all = new ArrayList<>();
    for (Duplicates each : found) {
      all.add(each.keeper());
      all.addAll(each.others());
    }
    Map<UUID, MemoryView> shown = views.byId(caller.tenantId(), all);
    return found.stream()
        .map(
            each ->
                new Cluster(
                    shown.get(each.keeper().id()),
                    each.others().stream().map(Memory::id).map(shown::get).toList()))
        .toList();
  }

  @PostMapping("/v1/memory/collections/{collection}/archive-stale")
  @Requires(Right.READ)
  Archiving archiveStale(
      Caller caller, Principal principal, @PathVariable String collection, JsonFields body) {
    int days = body.integer("older_than_days", 0, MOST_DAYS).orElse(USUAL_DAYS);
    boolean dryRun = body.flag("dry_run").orElse(true);
    body.check();
    requireOpen(caller, principal, collection, dryRun);
    Duration age = Duration.ofDays(days);
    if (dryRun) {
      long stale = hygiene.health(caller.tenantId(), Optional.of(collection), age).stale();
      return new Archiving(true, stale, null);
    }
    List<UUID> stale = hygiene.stale(caller.tenantId(), collection, age);
    return new Archiving(false, null, hygiene.archive(caller, stale));
  }

  private void requireOpen(Caller caller, Principal principal, String collection, boolean dryRun) {
    if (!dryRun && principal.readOnly()) {
      throw new FailedRequestException(
          Failure.of(FailureKind.FORBIDDEN, "This API key is read-only."));
    }
    memories.requireReadable(caller, collection);
    if (!dryRun) {
      memories.requireWritable(caller, collection);
    }
  }

  /** A collection that is not there is an answer, no error. */
  @GetMapping("/v1/memory/collections/{collection}/health")
  @Requires(Right.READ)
  Object health(Caller caller, @PathVariable String collection, QueryFields query) {
    int days = query.integer("stale_days", 0, MOST_DAYS, USUAL_DAYS);
    query.check();
    return health(caller, collection, days);
  }

  Object health(Caller caller, String collection, int days) {
    spaces.requireNotClosed(caller, collection);
    if (spaces.find(caller.tenantId(), Optional.empty(), collection).isEmpty()) {
      return new Missing(false);
    }
    return Health.of(
        hygiene.health(caller.tenantId(), Optional.of(collection), Duration.ofDays(days)));
  }
}
