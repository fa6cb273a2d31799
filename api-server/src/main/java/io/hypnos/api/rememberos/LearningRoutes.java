package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.Ids;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.QueryFields;
import io.hypnos.api.web.RepeatedRequests;
import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.job.Job;
import io.hypnos.engine.job.Jobs;
import io.hypnos.engine.learning.LearnRequest;
import io.hypnos.engine.learning.Learned;
import io.hypnos.engine.learning.Learning;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryReader;
import io.hypnos.engine.space.Spaces;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Texts from which facts are learned, and how far that is. */
@RestController
final class LearningRoutes {
  private static final double NANOS_A_MILLI = 1_000_000.0;

  private final Learning learning;
  private final Jobs jobs;
  private final Spaces spaces;
  private final MemoryReader reader;
  private final RepeatedRequests repeated;
  private final StageFigures figures;

  LearningRoutes(Engine engine, RepeatedRequests repeated, StageFigures figures) {
    this.learning = engine.learning();
    this.jobs = engine.knowledge().jobs();
    this.spaces = engine.knowledge().spaces();
    this.reader = engine.memories().reader();
    this.repeated = repeated;
    this.figures = figures;
  }

  record Queued(@JsonProperty("job_id") UUID jobId) {}

  record Created(
      int created, List<Item> memories, @JsonInclude(JsonInclude.Include.NON_NULL) String skipped) {
    static Created of(Learned learned) {
      return new Created(
          learned.items().size(),
          learned.items().stream().map(Item::of).toList(),
          learned.skipped().orElse(null));
    }
  }

  record Item(UUID id, String text, String type, String relation) {
    static Item of(Learned.Item item) {
      return new Item(item.id(), item.text(), item.type().orElse(null), item.relation());
    }

    static Item of(Memory memory, String relation) {
      return new Item(memory.id(), memory.content(), MemoryView.type(memory), relation);
    }
  }

  /**
   * @param facts how many were learned
   * @param skipped why none were looked for
   */
  record Progress(
      String state,
      Object facts,
      boolean complete,
      List<Item> memories,
      String error,
      @JsonInclude(JsonInclude.Include.NON_NULL) Object skipped) {
    static Progress of(Job job, List<Item> memories) {
      Map<String, Object> result = job.result().orElse(Map.of());
      return new Progress(
          switch (job.state()) {
            case QUEUED -> "queued";
            case RUNNING -> "processing";
            case DONE -> "done";
            case FAILED, CANCELLED -> "failed";
          },
          result.getOrDefault("facts", 0),
          job.hasEnded(),
          memories,
          job.error().orElse(null),
          result.get("skipped"));
    }
  }

  @PostMapping("/v1/memory/collections/{collection}/remember")
  @Requires(Right.WRITE)
  ResponseEntity<?> remember(
      HttpServletRequest http,
      Caller caller,
      @PathVariable String collection,
      QueryFields query,
      JsonFields body) {
    String space = CollectionName.require(collection);
    boolean sync = query.flag("sync", false);
    query.check();
    String content = body.requiredText("content", 1, MemoryFields.LONGEST_TEXT);
    MemoryFields.refuseBlank(body, "content", content);
    LearnRequest request =
        new LearnRequest(
            space,
            content,
            body.number("importance", 0, 1),
            body.text("container_tag", 1, MemoryFields.LONGEST_TAG));
    body.check();
    return repeated.onceOf(
        http,
        caller,
        body,
        () ->
            sync
                ? ResponseEntity.status(HttpStatus.CREATED)
                    .body((Object) Created.of(learned(caller, request)))
                : ResponseEntity.accepted()
                    .body((Object) new Queued(learning.later(caller, request).id())));
  }

  private Learned learned(Caller caller, LearnRequest request) {
    long start = System.nanoTime();
    Learned learned = learning.now(caller, request);
    figures.add(StageFigures.Stage.LLM_EXTRACT, (System.nanoTime() - start) / NANOS_A_MILLI);
    return learned;
  }

  @GetMapping("/v1/memory/extract/job/{jobId}")
  @Requires(Right.READ)
  Progress job(Caller caller, @PathVariable String jobId) {
    Job job =
        Ids.parse(jobId)
            .flatMap(id -> jobs.find(caller.tenantId(), id))
            .filter(found -> found.kind().equals(Learning.KIND))
            .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "Job not found"));
    job.space().ifPresent(space -> spaces.requireNotClosed(caller, space));
    return Progress.of(job, memories(caller, job));
  }

  /** As they are now, and only those that the key may read: a job outlives what it made. */
  private List<Item> memories(Caller caller, Job job) {
    Map<UUID, String> relations = new LinkedHashMap<>();
    if (job.result().orElse(Map.of()).get("memories") instanceof List<?> made) {
      for (Object each : made) {
        if (each instanceof Map<?, ?> item) {
          Ids.parse(String.valueOf(item.get("id")))
              .ifPresent(id -> relations.put(id, String.valueOf(item.get("relation"))));
        }
      }
    }
    if (relations.isEmpty()) {
      return List.of();
    }
    Map<UUID, Memory> found =
        reader.findAll(Viewer.of(caller), List.copyOf(relations.keySet()), History.ALL).stream()
            .collect(Collectors.toMap(Memory::id, Function.identity()));
    return relations.entrySet().stream()
        .filter(each -> found.containsKey(each.getKey()))
        .map(each -> Item.of(found.get(each.getKey()), each.getValue()))
        .toList();
  }
}
