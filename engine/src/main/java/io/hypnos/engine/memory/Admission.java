package io.hypnos.engine.memory;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.importance.Importance;
import io.hypnos.engine.importance.SalientDelta;
import io.hypnos.engine.importance.SalientDelta.Difference;
import io.hypnos.engine.memory.NearestMemories.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides, one after the other, which memories of a write come in: later ones see earlier ones.
 * Pure: all that the record knows was read before.
 */
final class Admission {
  /** What becomes of a memory. */
  sealed interface Verdict {
    /** Comes in. */
    record Admitted(StoredMemory row, String reason) implements Verdict {}

    /** An earlier memory answers: one of the record, or one of this write by its position. */
    record Repeat(Optional<Memory> earlier, int position, String reason) implements Verdict {}

    /** Adds nothing. */
    record Refused(double importance, String reason) implements Verdict {}

    /** Cannot be written. */
    record Failed(HypnosException failure) implements Verdict {}
  }

  private final WritePolicy policy;
  private final double threshold;
  private final SalientDelta delta;
  private final Known known;
  private final Map<String, Integer> refsOfThisWrite = new HashMap<>();
  private final Map<TextKey, Integer> textsOfThisWrite = new HashMap<>();
  private final Map<TextKey, UUID> idsOfThisWrite = new HashMap<>();
  private final Map<String, List<StoredMemory>> admitted = new HashMap<>();

  /**
   * What the record holds.
   *
   * @param texts the memory that has the text already
   * @param byId memories of {@code texts}, as far as a repeat is answered with them
   */
  record Known(Map<String, Memory> refs, Map<TextKey, UUID> texts, Map<UUID, Memory> byId) {}

  Admission(WritePolicy policy, double threshold, SalientDelta delta, Known known) {
    this.policy = policy;
    this.threshold = threshold;
    this.delta = delta;
    this.known = known;
  }

  Verdict decide(int position, StoredMemory row, Optional<Nearest> nearest) {
    return replay(row).or(() -> sameText(row)).orElseGet(() -> judge(position, row, nearest));
  }

  private Verdict judge(int position, StoredMemory row, Optional<Nearest> recorded) {
    if (!policy.gated()) {
      return admit(position, row, Importance.ofNovel(row.memory().content()).score());
    }
    String text = row.memory().content();
    Optional<Nearest> twin = nearest(row, recorded);
    if (twin.isEmpty()) {
      return admit(position, row, Importance.ofNovel(text).score());
    }
    Difference difference = delta.between(text, twin.get().content());
    Importance importance = Importance.beside(text, twin.get().similarity(), difference.share());
    boolean says = difference.adds() || !row.memory().supersedes().isEmpty();
    if (!says && importance.isBelow(threshold) && isAlike(twin.get())) {
      String reason = importance.refusal(threshold, twin.get().id().toString());
      return new Verdict.Refused(importance.score(), reason);
    }
    // What a short text adds may score below the gate; that it is let in says it is worth as much.
    return admit(
        position, row, says ? Math.max(threshold, importance.score()) : importance.score());
  }

  private Verdict admit(int position, StoredMemory row, double score) {
    StoredMemory worth = row.withImportance(row.memory().importance().orElse(score));
    remember(position, worth);
    return new Verdict.Admitted(worth, reason(row));
  }

  /** Takes back that a row was admitted: nothing that comes later is a repeat of it. */
  void withdraw(int position, StoredMemory row) {
    row.externalRef().ifPresent(ref -> refsOfThisWrite.remove(ref, position));
    TextKey key = key(policy, row);
    textsOfThisWrite.remove(key, position);
    idsOfThisWrite.remove(key, row.id());
    admitted.computeIfPresent(row.space(), (space, rows) -> others(rows, row.id()));
  }

  private static List<StoredMemory> others(List<StoredMemory> rows, UUID id) {
    List<StoredMemory> others = new ArrayList<>(rows);
    others.removeIf(row -> row.id().equals(id));
    return others;
  }

  private boolean isAlike(Nearest nearest) {
    return nearest.similarity() >= policy.alike();
  }

  private static String reason(StoredMemory row) {
    int replaced = row.memory().supersedes().size();
    return replaced == 0 ? "novel" : "supersedes " + replaced + " atoms";
  }

  /** The answer to a row whose reference is known: the same again, whatever else it says. */
  Optional<Verdict> replay(StoredMemory row) {
    if (row.externalRef().isEmpty()) {
      return Optional.empty();
    }
    String ref = row.externalRef().get();
    String reason = "idempotent replay of external_ref";
    if (known.refs().containsKey(ref)) {
      return Optional.of(new Verdict.Repeat(Optional.of(known.refs().get(ref)), -1, reason));
    }
    return Optional.ofNullable(refsOfThisWrite.get(ref))
        .map(first -> new Verdict.Repeat(Optional.empty(), first, reason));
  }

  private Optional<Verdict> sameText(StoredMemory row) {
    if (policy.repeats() == WritePolicy.Repeats.KEEP || !row.memory().supersedes().isEmpty()) {
      return Optional.empty();
    }
    TextKey key = key(policy, row);
    UUID twin = known.texts().getOrDefault(key, idsOfThisWrite.get(key));
    if (twin == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (policy.repeats()) {
          case REFUSE_LIKE ->
              new Verdict.Refused(0, Importance.ofRepeat().refusal(threshold, twin.toString()));
          case CONFLICT_ON_SAME ->
              new Verdict.Failed(
                  new HypnosException(
                      ErrorCode.CONFLICT,
                      "a memory with this text exists: " + twin,
                      Map.of("reason", "duplicate_content", "existing_id", twin.toString()),
                      null));
          case RETURN_SAME ->
              new Verdict.Repeat(
                  Optional.ofNullable(known.byId().get(twin)),
                  textsOfThisWrite.getOrDefault(key, -1),
                  "merged with " + twin);
          case KEEP -> throw new IllegalStateException("kept repeats are no repeats");
        });
  }

  static TextKey key(WritePolicy policy, StoredMemory row) {
    return policy.repeats() == WritePolicy.Repeats.REFUSE_LIKE
        ? TextKey.like(row.space(), row.fingerprint())
        : TextKey.same(row.space(), row.digest(), row.memory().ownership().owner());
  }

  /** The nearest of the record or of this write, whichever is nearer. */
  private Optional<Nearest> nearest(StoredMemory row, Optional<Nearest> recorded) {
    Nearest best = recorded.orElse(null);
    for (StoredMemory earlier : admitted.getOrDefault(row.space(), List.of())) {
      double similarity = row.vectors().similarity(earlier.vectors());
      if (best == null || similarity > best.similarity()) {
        best = new Nearest(earlier.id(), similarity, earlier.memory().content());
      }
    }
    return Optional.ofNullable(best);
  }

  private void remember(int position, StoredMemory row) {
    row.externalRef().ifPresent(ref -> refsOfThisWrite.put(ref, position));
    if (policy.repeats() != WritePolicy.Repeats.KEEP) {
      TextKey key = key(policy, row);
      textsOfThisWrite.putIfAbsent(key, position);
      idsOfThisWrite.putIfAbsent(key, row.id());
    }
    if (policy.gated()) {
      admitted.computeIfAbsent(row.space(), none -> new ArrayList<>()).add(row);
    }
  }
}
