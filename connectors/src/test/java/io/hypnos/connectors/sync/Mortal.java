package io.hypnos.connectors.sync;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store and a sink of a process that dies before or after one of its steps. */
final class Mortal implements SyncStore, Sink {
  /** The process is no more. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final SyncStore store;
  private final Sink sink;
  private int stepsToLive;

  Mortal(SyncStore store, Sink sink, int stepsToLive) {
    this.store = store;
    this.sink = sink;
    this.stepsToLive = stepsToLive;
  }

  private void step() {
    if (stepsToLive-- == 0) {
      throw new Death();
    }
  }

  @Override
  public Map<String, String> accept(List<Change> changes) {
    step();
    Map<String, String> refused = sink.accept(changes);
    step();
    return refused;
  }

  @Override
  public long announce(Collection<String> ids, long seen) {
    step();
    long first = store.announce(ids, seen);
    step();
    return first;
  }

  @Override
  public void commit(Step step) {
    step();
    store.commit(step);
    step();
  }

  @Override
  public Map<String, Map<String, String>> cursor() {
    return store.cursor();
  }

  @Override
  public Map<String, Known> known(Collection<String> ids) {
    return store.known(ids);
  }

  @Override
  public List<Known> troubled(Optional<String> after, int mostAttempts, int most) {
    return store.troubled(after, mostAttempts, most);
  }

  @Override
  public Tally tally(long sweep) {
    return store.tally(sweep);
  }

  @Override
  public List<String> unseen(long sweep, int most) {
    return store.unseen(sweep, most);
  }
}
