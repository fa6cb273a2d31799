package io.hypnos.connectors.kit;

import io.hypnos.connectors.sync.Known;
import io.hypnos.connectors.sync.SyncStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The state of a connection in memory; it dies at the commit that it is told to. */
public final class MemoryStore implements SyncStore {
  private final Map<String, Map<String, String>> cursor = new HashMap<>();
  private final TreeMap<String, Known> records = new TreeMap<>();
  private long version = 1;
  private int commitsToLive = Integer.MAX_VALUE;

  /** A process that died. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  public void dieAtCommit(int number) {
    commitsToLive = number;
  }

  @Override
  public Map<String, Map<String, String>> cursor() {
    return Map.copyOf(cursor);
  }

  @Override
  public Map<String, Known> known(Collection<String> ids) {
    Map<String, Known> found = new HashMap<>();
    ids.forEach(id -> Optional.ofNullable(records.get(id)).ifPresent(x -> found.put(id, x)));
    return found;
  }

  @Override
  public List<Known> troubled(Optional<String> after, int mostAttempts, int most) {
    return records.values().stream()
        .filter(known -> known.attempts() > 0 && known.attempts() <= mostAttempts)
        .filter(known -> after.isEmpty() || known.id().compareTo(after.get()) > 0)
        .limit(most)
        .toList();
  }

  @Override
  public long announce(Collection<String> ids, long seen) {
    for (String id : ids) {
      records.merge(
          id,
          new Known(id, "", "", false, 0, "", Map.of(), seen),
          (before, fresh) -> before.announced());
    }
    long first = version;
    version += ids.size();
    return first;
  }

  @Override
  public void commit(Step step) {
    if (--commitsToLive < 0) {
      throw new Crash();
    }
    step.feed().ifPresent(feed -> cursor.put(feed, step.position()));
    step.records().forEach(known -> records.put(known.id(), known));
  }

  @Override
  public Tally tally(long sweep) {
    long alive = records.values().stream().filter(known -> !known.deleted()).count();
    long unseen = records.values().stream().filter(k -> !k.deleted() && k.seen() < sweep).count();
    return new Tally(alive, unseen);
  }

  @Override
  public List<String> unseen(long sweep, int most) {
    return records.values().stream()
        .filter(known -> !known.deleted() && known.seen() < sweep)
        .map(Known::id)
        .limit(most)
        .toList();
  }
}
