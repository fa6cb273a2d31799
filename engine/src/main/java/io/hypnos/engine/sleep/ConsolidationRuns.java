package io.hypnos.engine.sleep;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.SleepSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs of sleep as callers see them: asked for, watched, called off, undone. A run changes its
 * space wholly or not at all. One run works on a space at a time; a request for what waits already
 * joins it, any other queues behind the one that runs.
 */
public final class ConsolidationRuns {
  private static final long FIRST_LOOK_MILLIS = 10;
  private static final long LONGEST_LOOK_MILLIS = 250;
  private static final int MOST_CLUSTERS = 10_000;

  private final Database database;
  private final SpaceAccess access;
  private final RunStore store;
  private final RunUndo undo;
  private final RunWaker waker;
  private final SleepSettings settings;
  private final Supplier<UUID> ids;
  private final Clock clock;

  ConsolidationRuns(
      Database database,
      SpaceAccess access,
      RunStore store,
      RunUndo undo,
      RunWaker waker,
      SleepSettings settings,
      Supplier<UUID> ids,
      Clock clock) {
    this.database = database;
    this.access = access;
    this.store = store;
    this.undo = undo;
    this.waker = waker;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  /** The parameters as the settings of this installation have them. */
  public SleepParameters usual() {
    SleepParameters usual = SleepParameters.USUAL;
    return new SleepParameters(
        usual.distinctiveNeighbours(),
        usual.distinctiveDeviations(),
        settings.distinctive(),
        usual.coreNeighbours(),
        1 - settings.similarity(),
        settings.smallestCluster(),
        Math.max(settings.smallestCluster(), settings.largestCluster()),
        usual.competingApart(),
        usual.prototypeCharacters(),
        settings.duplicateSimilarity(),
        Optional.empty(),
        Optional.empty(),
        settings.staleDays(),
        settings.halfLifeDays(),
        settings.forgetBelow(),
        settings.promotionOwners(),
        usual.languageModel());
  }

  /** What a scheduled sleep does. */
  public Set<Phase> usualPhases() {
    EnumSet<Phase> phases = EnumSet.noneOf(Phase.class);
    settings.phases().forEach(name -> phases.add(Phase.of(name.strip())));
    return phases;
  }

  /** How long a caller over HTTP should wait for the outcome. */
  public Duration usualPatience() {
    return settings.patience();
  }

  /**
   * Asks for a run. The caller needs the right to write to the space; a dry run asks for no less,
   * because it shows what all members are.
   *
   * @throws HypnosException {@code FORBIDDEN} without a grant on the space
   */
  public Requested request(Caller caller, SleepRequest wanted) {
    return request(caller, ids.get(), wanted);
  }

  /** The same under an id that the caller chose: a repeat finds the run that is there. */
  public Requested request(Caller caller, UUID id, SleepRequest wanted) {
    Requested requested =
        database.inTenant(
            caller.tenantId(),
            handle -> {
              access.requireWrite(
                  handle, caller.tenantId(), caller.keyId(), List.of(wanted.space()));
              long live = store.live(handle, caller.tenantId(), wanted.space());
              Run run =
                  store.insert(
                      handle,
                      caller.tenantId(),
                      id,
                      wanted,
                      live > settings.nodeLimit() ? Run.Where.CLUSTER : Run.Where.NODE,
                      caller.keyId(),
                      caller.requestId(),
                      now());
              return new Requested(
                  run, !run.id().equals(id), store.hasOtherOpen(handle, caller.tenantId(), run));
            });
    waker.wake(requested.run());
    return requested;
  }

  /**
   * The run as soon as it has ended, or as it is when patience is out.
   *
   * @throws HypnosException {@code NOT_FOUND}
   */
  public Run await(UUID tenantId, UUID id, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = FIRST_LOOK_MILLIS;
    while (true) {
      Run run = require(tenantId, id);
      long left = deadline - System.nanoTime();
      if (run.hasEnded() || left <= 0) {
        return run;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(Math.min(pause, 1 + left / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return run;
      }
      pause = Math.min(LONGEST_LOOK_MILLIS, pause * 2);
    }
  }

  /** Asks for a run and waits for it. */
  public Run run(Caller caller, SleepRequest wanted, Duration patience) {
    return await(caller.tenantId(), request(caller, wanted).run().id(), patience);
  }

  public Optional<Run> find(UUID tenantId, UUID id) {
    return database.inTenant(tenantId, handle -> store.find(handle, tenantId, id));
  }

  public Run require(UUID tenantId, UUID id) {
    return find(tenantId, id)
        .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "no such run: " + id));
  }

  /** The latest run of a space, open or not. */
  public Optional<Run> latest(UUID tenantId, String space) {
    return list(tenantId, RunQuery.newest(1).in(space)).stream().findFirst();
  }

  public List<Run> list(UUID tenantId, RunQuery wanted) {
    return database.inTenant(tenantId, handle -> store.list(handle, tenantId, wanted));
  }

  /** The groups that a run found; of a dry run, its plan. */
  public List<RunCluster> clusters(UUID tenantId, UUID id) {
    require(tenantId, id);
    return database.inTenant(
        tenantId, handle -> store.clusters(handle, tenantId, id, MOST_CLUSTERS));
  }

  /**
   * Calls a run off. One that works stops soon and leaves the space as it was.
   *
   * @return false when it has ended already
   */
  public boolean cancel(UUID tenantId, UUID id) {
    require(tenantId, id);
    return database.inTenant(tenantId, handle -> store.cancel(handle, tenantId, id, now()));
  }

  /**
   * Undoes a run: what it wrote goes, what it changed is as it was. Later writes that did not touch
   * its memories stay. Undoing it once more changes nothing.
   *
   * @throws HypnosException {@code CONFLICT} when something that the run made or changed was
   *     changed again since (the detail {@code memories} names some), or when the run is not one
   *     that ended
   */
  public Run rollBack(Caller caller, UUID id) {
    require(caller.tenantId(), id);
    undo.rollBack(caller, id);
    return require(caller.tenantId(), id);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
