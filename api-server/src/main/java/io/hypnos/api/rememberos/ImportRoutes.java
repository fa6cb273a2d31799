package io.hypnos.api.rememberos;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.LargeBody;
import io.hypnos.api.web.Problems;
import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.MemoryEditor;
import io.hypnos.engine.memory.MemoryWriter;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.WriteOutcome;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.space.Spaces;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes in what an export, of this server or another one, has written. */
@RestController
final class ImportRoutes {
  private static final int MOST = 100_000;
  private static final int PAGE = 200;

  private final MemoryWriter writer;
  private final Spaces spaces;
  private final MemoryEditor editor;
  private final AuditNotes audit;
  private final Clock clock;

  ImportRoutes(Engine engine, AuditNotes audit, Clock clock) {
    this.writer = engine.writer();
    this.spaces = engine.knowledge().spaces();
    this.editor = engine.memories().editor();
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * @param skipped memories that cannot be written, or that others had taken the place of
   * @param collections how many collections took something in
   */
  record Imported(int imported, int skipped, int collections) {}

  @PostMapping("/v1/memory/admin/import")
  @Requires(Right.WRITE)
  Imported take(Caller caller, @LargeBody JsonFields body) {
    List<Optional<JsonFields>> memories = body.requiredEntries("memories", MOST);
    List<Optional<JsonFields>> collections = body.entries("collections", MOST);
    Optional<String> into = body.text("into_collection", 1, CollectionName.LONGEST);
    body.check();
    into.ifPresent(name -> CollectionName.require(name, "body", "into_collection"));
    audit.record(
        caller.actor(),
        "tenant.import",
        caller.tenantId().toString(),
        Map.of("memories", memories.size()));
    collections.stream().flatMap(Optional::stream).forEach(each -> describe(caller, each));
    List<ImportedMemory> sound = new ArrayList<>();
    memories.stream()
        .flatMap(Optional::stream)
        .forEach(
            memory ->
                Problems.of(() -> ImportedMemory.from(memory, into)).value().ifPresent(sound::add));
    Set<String> used = new TreeSet<>();
    int imported = 0;
    for (int from = 0; from < sound.size(); from += PAGE) {
      imported += write(caller, sound.subList(from, Math.min(sound.size(), from + PAGE)), used);
    }
    return new Imported(imported, memories.size() - imported, used.size());
  }

  /** What is said of a collection that is not there yet; what is there stays as it is. */
  private void describe(Caller caller, JsonFields fields) {
    Problems.of(
            () -> {
              String name = fields.requiredText("name", 1, CollectionName.LONGEST);
              fields.check();
              return CollectionName.require(name, "body", "collections");
            })
        .value()
        .filter(name -> spaces.find(caller.tenantId(), Optional.empty(), name).isEmpty())
        .ifPresent(
            name ->
                create(
                    caller,
                    name,
                    fields.text("description", 0, MemoryFields.LONGEST_TEXT),
                    fields.object("metadata", MemoryFields.LARGEST_METADATA)));
  }

  private void create(
      Caller caller, String name, Optional<String> description, Map<String, Object> metadata) {
    try {
      spaces.create(caller, name, description, metadata);
    } catch (HypnosException e) {
      // Somebody else has made it meanwhile, and that one stays as it is.
      if (e.code() != ErrorCode.CONFLICT) {
        throw e;
      }
    }
  }

  private int write(Caller caller, List<ImportedMemory> page, Set<String> used) {
    List<NewMemory> memories = page.stream().map(ImportedMemory::memory).toList();
    List<WriteOutcome> outcomes = writer.writeAll(caller, memories, WritePolicy.KEEP_ALL);
    List<UUID> archived = new ArrayList<>();
    int written = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      WriteOutcome outcome = outcomes.get(i);
      Optional<HypnosException> failure = outcome.failure();
      if (failure.filter(each -> each.code().retryable()).isPresent()) {
        throw failure.get();
      }
      if (outcome.id().isPresent()) {
        written++;
        used.add(memories.get(i).space());
        if (page.get(i).archived()) {
          archived.add(outcome.id().get());
        }
      }
    }
    archive(caller, archived);
    return written;
  }

  /** As the tenant: a key that may write somewhere need not be let in to read there. */
  private void archive(Caller caller, List<UUID> ids) {
    if (ids.isEmpty()) {
      return;
    }
    Optional<Instant> now = Optional.of(clock.instant().truncatedTo(ChronoUnit.MICROS));
    editor.changeAll(
        caller,
        Viewer.ofTenant(caller.tenantId()),
        ids,
        "memory.archive",
        memory -> memory.withLife(memory.life().withArchivedAt(now)));
  }
}
