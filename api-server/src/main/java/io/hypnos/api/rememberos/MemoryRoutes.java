package io.hypnos.api.rememberos;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.JsonItems;
import io.hypnos.api.web.QueryFields;
import io.hypnos.api.web.RepeatedRequests;
import io.hypnos.api.web.Violation;
import io.hypnos.engine.Engine;
import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.memory.Listing;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryEditor;
import io.hypnos.engine.memory.MemoryPatch;
import io.hypnos.engine.memory.MemoryReader;
import io.hypnos.engine.memory.MemoryRemover;
import io.hypnos.engine.memory.MemoryWriter;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.WriteOutcome;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The memories of a collection: written, listed, read, changed, deleted. */
@RestController
final class MemoryRoutes {
  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 200;
  private static final int MOST_AT_ONCE = 100;

  private final MemoryWriter writer;
  private final MemoryReader reader;
  private final MemoryEditor editor;
  private final MemoryRemover remover;
  private final CollectionMemories memories;
  private final MemoryViews views;
  private final RepeatedRequests repeated;

  MemoryRoutes(
      Engine engine, CollectionMemories memories, MemoryViews views, RepeatedRequests repeated) {
    this.writer = engine.writer();
    this.reader = engine.memories().reader();
    this.editor = engine.memories().editor();
    this.remover = engine.memories().remover();
    this.memories = memories;
    this.views = views;
    this.repeated = repeated;
  }

  record Created(int created, List<UUID> ids) {}

  record Deleted(boolean deleted, UUID id) {}

  @PostMapping("/v1/memory/collections/{collection}/memories")
  @Requires(Right.WRITE)
  ResponseEntity<?> create(
      HttpServletRequest http, Caller caller, @PathVariable String collection, JsonFields body) {
    NewMemory memory = MemoryFields.memory(body, CollectionName.require(collection));
    return repeated.onceOf(
        http,
        caller,
        body,
        () -> {
          WriteOutcome outcome = writer.write(caller, memory, WritePolicy.KEEP_ALL);
          return created(views.of(caller.tenantId(), outcome.memory().orElseThrow()));
        });
  }

  @PostMapping("/v1/memory/collections/{collection}/memories/bulk")
  @Requires(Right.WRITE)
  ResponseEntity<?> createAll(
      HttpServletRequest http, Caller caller, @PathVariable String collection, JsonItems body) {
    List<NewMemory> wanted = all(body, CollectionName.require(collection));
    return repeated.onceOf(
        http,
        caller,
        body.whole(),
        () -> {
          List<UUID> ids =
              writer.writeAllOrNone(caller, wanted, WritePolicy.KEEP_ALL).stream()
                  .map(outcome -> outcome.id().orElseThrow())
                  .toList();
          return created(new Created(ids.size(), ids));
        });
  }

  private static ResponseEntity<Object> created(Object body) {
    return ResponseEntity.status(HttpStatus.CREATED).body(body);
  }

  /** All of them, or what is wrong with any. */
  private static List<NewMemory> all(JsonItems body, String collection) {
    int count = body.items().size();
    if (count < 1 || count > MOST_AT_ONCE) {
      String rule = count < 1 ? "at least 1 item" : "at most " + MOST_AT_ONCE + " items";
      throw new FailedRequestException(
          Failure.invalid(
              List.of(
                  new Violation(
                      List.of("body"),
                      "List should have " + rule,
                      count < 1 ? "too_short" : "too_long"))));
    }
    List<NewMemory> wanted = new ArrayList<>();
    List<Violation> violations = new ArrayList<>();
    for (JsonFields item : body.items()) {
      try {
        wanted.add(MemoryFields.memory(item, collection));
      } catch (FailedRequestException e) {
        violations.addAll(e.failure().violations());
      }
    }
    if (!violations.isEmpty()) {
      throw new FailedRequestException(Failure.invalid(violations));
    }
    return wanted;
  }

  @GetMapping("/v1/memory/collections/{collection}/memories")
  @Requires(Right.READ)
  List<MemoryView> list(Caller caller, @PathVariable String collection, QueryFields query) {
    int limit = query.integer("limit", 1, LARGEST_PAGE, USUAL_PAGE);
    int offset = query.integer("offset", 0, Integer.MAX_VALUE, 0);
    History history =
        History.NONE
            .withArchived(query.flag("include_archived", false))
            .withSuperseded(query.flag("include_superseded", false));
    query.check();
    memories.requireReadable(caller, collection);
    Listing listing =
        new Listing(
            Optional.of(List.of(collection)),
            history,
            MemoryFilter.NONE,
            Listing.Order.PINNED_THEN_NEWEST,
            limit,
            offset);
    return views.of(caller.tenantId(), reader.list(Viewer.of(caller), listing));
  }

  @GetMapping("/v1/memory/collections/{collection}/memories/{memoryId}")
  @Requires(Right.READ)
  MemoryView get(Caller caller, @PathVariable String collection, @PathVariable String memoryId) {
    return views.of(caller.tenantId(), memories.toRead(caller, collection, memoryId));
  }

  @PatchMapping("/v1/memory/collections/{collection}/memories/{memoryId}")
  @Requires(Right.WRITE)
  MemoryView update(
      Caller caller,
      @PathVariable String collection,
      @PathVariable String memoryId,
      JsonFields body) {
    MemoryPatch patch = MemoryFields.patch(body);
    Memory memory = memories.toChange(caller, collection, memoryId);
    return views.of(
        caller.tenantId(),
        editor.update(caller, Viewer.of(caller), memory.id(), patch, Optional.empty()));
  }

  @DeleteMapping("/v1/memory/collections/{collection}/memories/{memoryId}")
  @Requires(Right.WRITE)
  Deleted delete(Caller caller, @PathVariable String collection, @PathVariable String memoryId) {
    Memory memory = memories.toChange(caller, collection, memoryId);
    boolean gone =
        !remover
            .delete(caller, Viewer.of(caller), List.of(memory.id()), MemoryRemover.Trace.NONE)
            .requested()
            .isEmpty();
    if (!gone) {
      throw CollectionMemories.unknown();
    }
    return new Deleted(true, memory.id());
  }
}
