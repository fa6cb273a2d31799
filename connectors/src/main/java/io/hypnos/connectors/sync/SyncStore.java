package io.hypnos.connectors.sync;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the state of one connection is, for the run that holds it. */
public interface SyncStore {
  /** Positions by feed. */
  Map<String, Map<String, String>> cursor();

  Map<String, Known> known(Collection<String> ids);

  /** Records whose last try failed and which are tried again, by name. */
  List<Known> troubled(Optional<String> after, int mostAttempts, int most);

  /**
   * Notes that these records are about to be sent, so that they are known even if this process dies
   * right after, and gives them numbers that rise for ever. Until they are committed it is not
   * known what went out last: they count as alive, without revision and fingerprint.
   *
   * @return the first of as many numbers as there are records
   */
  long announce(Collection<String> ids, long seen);

  /**
   * Stores what was sent, and where the feed goes on, in one transaction.
   *
   * @throws io.hypnos.engine.error.HypnosException with {@code CONFLICT} when another run has taken
   *     the connection over
   */
  void commit(Step step);

  /** What a sweep knows: all that live, and how many of them it has not seen. */
  Tally tally(long sweep);

  /** Records that live as far as is known and were not seen, by name. */
  List<String> unseen(long sweep, int most);

  /** Two counts. */
  record Tally(long alive, long unseen) {}

  /**
   * What a commit stores.
   *
   * @param feed whose position moves; empty when none does
   */
  record Step(
      Optional<String> feed,
      Map<String, String> position,
      List<Known> records,
      int synced,
      int deleted) {
    public Step {
      position = Map.copyOf(position);
      records = List.copyOf(records);
    }
  }
}
