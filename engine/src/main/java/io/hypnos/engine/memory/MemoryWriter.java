package io.hypnos.engine.memory;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.embedding.Priority;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.NearestMemories.Nearest;
import io.hypnos.engine.memory.NearestMemories.Probe;
import io.hypnos.engine.memory.NearestMemories.Proposals;
import io.hypnos.engine.tenancy.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one writer of new memories. An acknowledged write is committed to the record with its
 * version, outbox entry and audit entry in one transaction; after that it goes into the search
 * index, or waits in the outbox when the index is down.
 */
public final class MemoryWriter {
  private final Database database;
  private final MemoryDrafts drafts;
  private final WriteTransaction transaction;
  private final UnitWriter units;
  private final NearestMemories nearest;
  private final MemoryProjection projection;
  private final EmbeddingModel embedding;

  MemoryWriter(
      Database database,
      MemoryDrafts drafts,
      WriteTransaction transaction,
      UnitWriter units,
      NearestMemories nearest,
      MemoryProjection projection,
      EmbeddingModel embedding) {
    this.database = database;
    this.drafts = drafts;
    this.transaction = transaction;
    this.units = units;
    this.nearest = nearest;
    this.projection = projection;
    this.embedding = embedding;
  }

  /** Writes one memory; fails when it cannot be written, answers when the policy refuses it. */
  public WriteOutcome write(Caller caller, NewMemory memory, WritePolicy policy) {
    return orThrow(writeAll(caller, List.of(memory), policy).get(0), Optional.empty());
  }

  /**
   * Writes many, one after the other: later ones see earlier ones. One that cannot be written never
   * sinks the others; its outcome says why.
   */
  public List<WriteOutcome> writeAll(Caller caller, List<NewMemory> memories, WritePolicy policy) {
    WriteOutcome[] outcomes = new WriteOutcome[memories.size()];
    List<Integer> positions = new ArrayList<>();
    List<NewMemory> sound = new ArrayList<>();
    for (int i = 0; i < memories.size(); i++) {
      try {
        MemoryDrafts.check(memories.get(i));
        sound.add(memories.get(i));
        positions.add(i);
      } catch (HypnosException e) {
        outcomes[i] = WriteOutcome.failed(e);
      }
    }
    List<EmbeddedMemory> embedded = embedSound(sound, positions, outcomes);
    List<WriteOutcome> written = writeEmbedded(caller, embedded, policy, false);
    for (int i = 0; i < positions.size(); i++) {
      outcomes[positions.get(i)] = written.get(i);
    }
    return Arrays.asList(outcomes);
  }

  /**
   * Writes many or none: the first that cannot be written fails the call and names its position.
   */
  public List<WriteOutcome> writeAllOrNone(
      Caller caller, List<NewMemory> memories, WritePolicy policy) {
    for (int i = 0; i < memories.size(); i++) {
      try {
        MemoryDrafts.check(memories.get(i));
      } catch (HypnosException e) {
        throw at(i, e);
      }
    }
    return writeEmbedded(caller, embedAll(memories), policy, true);
  }

  private List<WriteOutcome> writeEmbedded(
      Caller caller, List<EmbeddedMemory> memories, WritePolicy policy, boolean allOrNone) {
    if (memories.isEmpty()) {
      return List.of();
    }
    Instant now = drafts.now();
    List<StoredMemory> rows = drafts.rows(caller, memories, now);
    Optional<Proposals> proposals =
        policy.gated() ? Optional.of(nearest.propose(caller, probes(rows))) : Optional.empty();
    WriteTransaction.Result result =
        database.inTenant(
            caller.tenantId(),
            handle -> {
              List<Optional<Nearest>> nearestOfEach =
                  proposals
                      .map(proposed -> proposed.decide(handle))
                      .orElseGet(() -> Collections.nCopies(rows.size(), Optional.empty()));
              WriteTransaction.Result done =
                  transaction.run(handle, caller, rows, nearestOfEach, policy, now);
              if (allOrNone) {
                for (int i = 0; i < done.outcomes().size(); i++) {
                  orThrow(done.outcomes().get(i), Optional.of(i));
                }
              }
              return done;
            });
    projection.project(caller.tenantId(), result.indexable(), result.gone(), result.sequences());
    return result.outcomes();
  }

  /**
   * Embeds one by one when the model refuses the whole: a text that it cannot take is a failure of
   * its own, and leaves the lists.
   */
  private List<EmbeddedMemory> embedSound(
      List<NewMemory> memories, List<Integer> positions, WriteOutcome[] outcomes) {
    try {
      return embedAll(memories);
    } catch (HypnosException e) {
      if (e.code() != ErrorCode.VALIDATION) {
        throw e;
      }
    }
    List<EmbeddedMemory> embedded = new ArrayList<>();
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < memories.size(); i++) {
      try {
        embedded.addAll(embedAll(List.of(memories.get(i))));
        taken.add(positions.get(i));
      } catch (HypnosException e) {
        if (e.code() != ErrorCode.VALIDATION) {
          throw e;
        }
        outcomes[positions.get(i)] = WriteOutcome.failed(e);
      }
    }
    positions.retainAll(taken);
    return embedded;
  }

  private List<EmbeddedMemory> embedAll(List<NewMemory> memories) {
    if (memories.isEmpty()) {
      return List.of();
    }
    Priority priority = memories.size() == 1 ? Priority.INTERACTIVE : Priority.BULK;
    List<List<float[]>> vectors =
        embedding.embedPieces(memories.stream().map(NewMemory::content).toList(), priority);
    List<EmbeddedMemory> embedded = new ArrayList<>();
    for (int i = 0; i < memories.size(); i++) {
      embedded.add(
          new EmbeddedMemory(memories.get(i), new Vectors(embedding.modelId(), vectors.get(i))));
    }
    return embedded;
  }

  private static List<Probe> probes(List<StoredMemory> rows) {
    return rows.stream().map(row -> new Probe(row.space(), row.vectors())).toList();
  }

  private static WriteOutcome orThrow(WriteOutcome outcome, Optional<Integer> position) {
    outcome
        .failure()
        .ifPresent(
            failure -> {
              throw position.map(index -> at(index, failure)).orElse(failure);
            });
    return outcome;
  }

  private static HypnosException at(int index, HypnosException failure) {
    Map<String, Object> details = new java.util.LinkedHashMap<>(failure.details());
    details.put("index", index);
    return new HypnosException(failure.code(), failure.getMessage(), details, failure);
  }

  /**
   * Stores memories whose ids follow from their source. A repeat changes nothing; the same id with
   * other content replaces it. All or nothing. Fails with {@code NOT_FOUND} when the tenant is
   * gone.
   *
   * @return how many are in the record now
   */
  public int storeAll(Caller caller, List<EmbeddedMemory> embedded) {
    if (embedded.isEmpty()) {
      return 0;
    }
    SourceUnit unit =
        new SourceUnit(
            Optional.empty(), WritePolicy.KEEP_ALL, caller.keyId(), caller.requestId(), embedded);
    UnitOutcome outcome = units.store(caller, List.of(unit), UnitCompanion.NONE).get(0);
    outcome
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    return outcome.memories().size();
  }

  /** What stores units of intake. */
  public UnitWriter units() {
    return units;
  }
}
