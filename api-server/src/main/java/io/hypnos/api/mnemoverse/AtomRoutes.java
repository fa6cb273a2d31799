package io.hypnos.api.mnemoverse;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.Ids;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.Violation;
import io.hypnos.engine.Engine;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryReader;
import io.hypnos.engine.memory.MemoryRemover;
import io.hypnos.engine.memory.Removal;
import io.hypnos.engine.memory.Revisions;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** One atom, by its id or by the name that its writer gave it. */
@RestController
final class AtomRoutes {
  private static final int LONGEST_REF = 255;

  private final MemoryReader reader;
  private final MemoryRemover remover;
  private final Revisions revisions;

  AtomRoutes(Engine engine) {
    this.reader = engine.memories().reader();
    this.remover = engine.memories().remover();
    this.revisions = engine.memories().revisions();
  }

  /**
   * @param hiddenPredecessors atoms that the deleted one had superseded; they stay out of sight
   * @param historyDestroyed whether its earlier versions went as well
   */
  record Deleted(
      int deleted,
      @JsonProperty("atom_id") String atomId,
      @JsonProperty("superseded_predecessors_left_hidden") List<UUID> hiddenPredecessors,
      @JsonProperty("history_destroyed") boolean historyDestroyed) {}

  @GetMapping("/api/v1/memory/atoms/{atomId}")
  @Requires(Right.READ)
  AtomEnvelope find(Caller caller, @PathVariable String atomId) {
    return envelope(caller, reader.find(Viewer.of(caller), requireId(atomId), History.ALL));
  }

  @PostMapping("/api/v1/memory/atoms/by-external-ref")
  @Requires(Right.READ)
  AtomEnvelope findByExternalRef(Caller caller, JsonFields body) {
    String ref = body.requiredText("external_ref", 1, LONGEST_REF);
    body.check();
    return envelope(caller, reader.findByExternalRef(Viewer.of(caller), ref, History.ALL));
  }

  @GetMapping("/api/v1/memory/atoms/{atomId}/chain")
  @Requires(Right.READ)
  ChainView chain(Caller caller, @PathVariable String atomId) {
    UUID id = requireId(atomId);
    return ChainView.of(
        id, revisions.chain(Viewer.of(caller), id).orElseThrow(AtomRoutes::noSuchAtom));
  }

  /** What is not there is deleted already, and what is no id names nothing. */
  @DeleteMapping("/api/v1/memory/atoms/{atomId}")
  @Requires(Right.WRITE)
  Deleted delete(Caller caller, @PathVariable String atomId) {
    Optional<Removal> removal =
        Ids.parse(atomId)
            .map(
                id ->
                    remover.delete(
                        caller, Viewer.of(caller), List.of(id), MemoryRemover.Trace.NONE));
    int deleted = removal.map(done -> done.requested().size()).orElse(0);
    return new Deleted(
        deleted, atomId, removal.map(Removal::hiddenPredecessors).orElse(List.of()), deleted > 0);
  }

  private AtomEnvelope envelope(Caller caller, Optional<Memory> found) {
    Memory memory = found.orElseThrow(AtomRoutes::noSuchAtom);
    List<UUID> earlier =
        revisions
            .predecessors(Viewer.of(caller), List.of(memory.id()))
            .getOrDefault(memory.id(), List.of());
    return AtomEnvelope.of(memory, earlier);
  }

  private static UUID requireId(String text) {
    return Ids.parse(text)
        .orElseThrow(
            () ->
                new FailedRequestException(
                    Failure.invalid(
                        List.of(
                            new Violation(
                                List.of("path", "atom_id"),
                                "Input should be a valid UUID",
                                "uuid_parsing")))));
  }

  private static FailedRequestException noSuchAtom() {
    return new FailedRequestException(Failure.of(FailureKind.NOT_FOUND, "No such atom."));
  }
}
