package io.hypnos.engine.learning;

import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.extraction.Extractor;
import io.hypnos.engine.extraction.Extractors;
import io.hypnos.engine.job.Job;
import io.hypnos.engine.job.JobHandler;
import io.hypnos.engine.job.Jobs;
import io.hypnos.engine.job.NewJob;
import io.hypnos.engine.llm.ChatModel;
import io.hypnos.engine.llm.SpendLedger;
import io.hypnos.engine.memory.Memories;
import io.hypnos.engine.search.RelatedMemories;
import io.hypnos.engine.space.Spaces;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.engine.tenancy.TenantStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Learning from texts: while the caller waits, or as a job. */
public final class Learning {
  /** The kind of its jobs. */
  public static final String KIND = "learn";

  /** How long its jobs are kept once they have ended. */
  public static final Duration KEPT = Duration.ofHours(24);

  /** How long one of its jobs may take. */
  public static final Duration LONGEST = Duration.ofMinutes(5);

  /** Clients wait for 30 seconds; after this the rules answer. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /** Of one tenant. */
  private static final int MOST_WAITING = 10_000;

  private final Learner learner;
  private final Jobs jobs;
  private final Spaces spaces;
  private final TenantStore tenants;
  private final Supplier<UUID> ids;

  /**
   * Everything that learning stands on.
   *
   * @param paysItself tenants whose language model no cap of this installation binds
   */
  public record Parts(
      Extractor extractor,
      Optional<ChatModel> chatModel,
      RelatedMemories related,
      EmbeddingModel embedding,
      Memories memories,
      Spaces spaces,
      SpendLedger spend,
      Predicate<UUID> paysItself,
      TenantStore tenants,
      Jobs jobs,
      Supplier<UUID> ids,
      Clock clock) {}

  public Learning(Parts parts) {
    Relator rules = new RuleRelator(Extractors.rules());
    Relator relator =
        parts.chatModel().<Relator>map(model -> new ModelRelator(model, rules)).orElse(rules);
    this.learner = new Learner(parts, relator, rules);
    this.jobs = parts.jobs();
    this.spaces = parts.spaces();
    this.tenants = parts.tenants();
    this.ids = parts.ids();
  }

  /** Learns from a text at once. */
  public Learned now(Caller caller, LearnRequest request) {
    spaces.requireNotClosedToWrites(caller, request.space());
    return learner.learn(
        caller, request, ids.get().toString(), Patience.of(LONGEST_WAIT), () -> {});
  }

  /** Learns from a text later; its job has the outcome. */
  public Job later(Caller caller, LearnRequest request) {
    spaces.requireNotClosedToWrites(caller, request.space());
    return jobs.enqueue(
        caller,
        new NewJob(KIND, Optional.of(request.space()), request.asMap(), Optional.empty()),
        MOST_WAITING);
  }

  /** Does the work of its jobs. */
  public JobHandler handler() {
    return this::run;
  }

  private Map<String, Object> run(JobHandler.Running running) {
    Job job = running.job();
    Plan plan =
        tenants
            .find(job.tenantId())
            .map(Tenant::plan)
            .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "the tenant is gone"));
    Caller caller =
        new Caller(
            job.tenantId(), job.createdBy(), plan, job.requestId().orElse(job.id().toString()));
    LearnRequest request = LearnRequest.of(job.space().orElseThrow(), job.request());
    return learner
        .learn(caller, request, job.id().toString(), Patience.endless(), running::requireWanted)
        .asMap();
  }
}
