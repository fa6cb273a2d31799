package io.hypnos.connectors.sync;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.sync.SyncResult.Status;
import io.hypnos.connectors.sync.SyncStore.Step;
import io.hypnos.connectors.sync.SyncStore.Tally;
import io.hypnos.engine.error.HypnosException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run over a source: each feed page by page, then what failed before, then, when it is due, a
 * sweep for what vanished. A position is stored in the transaction that notes its records, after
 * the sink has them, so a run may be cut off anywhere and the next one goes on.
 */
public final class Sync {
  private static final Logger LOG = LoggerFactory.getLogger(Sync.class);
  private static final String SWEEP = "sweep";
  private static final String RUNNING = "running";
  private static final String FINISHING = "finishing";
  private static final String GIVEN_UP = "given_up";
  private static final int PAGE = 100;
  private static final long FEW = 20;

  /**
   * @param longest after which a run stops, to go on with the next
   * @param sweepEvery how often a sweep is made
   * @param retryEvery how often what was given up is tried once more
   * @param mostAttempts failures in a row after which a record is given up
   */
  public record Rules(
      Duration longest, Duration sweepEvery, Duration retryEvery, int mostAttempts) {}

  /** Of the longest time, what a run may have when others wait. */
  private static final int SHARE = 10;

  private final Rules rules;
  private final Clock clock;
  private final BooleanSupplier othersWait;

  public Sync(Rules rules, Clock clock) {
    this(rules, clock, () -> false);
  }

  /**
   * @param othersWait whether there is more to do than can be done at the same time: then a run
   *     makes room sooner
   */
  public Sync(Rules rules, Clock clock, BooleanSupplier othersWait) {
    this.rules = rules;
    this.clock = clock;
    this.othersWait = othersWait;
  }

  public SyncResult run(Source source, SyncStore store, Sink sink) {
    Instant began = clock.instant();
    Map<String, String> sweep = new HashMap<>(store.cursor().getOrDefault(SWEEP, Map.of()));
    Intaking intaking = new Intaking(source, store, sink, rules.mostAttempts(), sweepNumber(sweep));
    try {
      for (Feed feed : source.feeds()) {
        if (!drain(feed, store, intaking, began)) {
          return unfinished(intaking);
        }
      }
      if (!retry(store, intaking, began)) {
        return unfinished(intaking);
      }
      Optional<String> brake = sweepIfDue(source, store, intaking, sweep, began);
      if (sweep.containsKey(RUNNING)) {
        return unfinished(intaking);
      }
      return ended(source, intaking, brake);
    } catch (ProviderFailure e) {
      boolean early = e.is(Kind.RATE_LIMITED);
      return early
          ? intaking.result(Status.PARTIAL, Optional.of(e.getMessage()), e.resumeAt())
          : intaking.result(Status.ERROR, Optional.of(e.getMessage()), Optional.empty());
    } catch (HypnosException e) {
      return intaking.result(Status.ERROR, Optional.of(e.getMessage()), Optional.empty());
    } catch (RuntimeException | StackOverflowError e) {
      // What was taken in before stays, and is told.
      LOG.warn("a sync failed", e);
      return intaking.result(Status.ERROR, Optional.of("the sync failed inside"), Optional.empty());
    }
  }

  private SyncResult unfinished(Intaking intaking) {
    return intaking.result(Status.PARTIAL, Optional.empty(), Optional.of(clock.instant()));
  }

  private static SyncResult ended(Source source, Intaking intaking, Optional<String> brake) {
    Optional<String> trouble =
        intaking.failed() == 0
            ? brake
            : brake.or(
                () -> Optional.of("%d records could not be read".formatted(intaking.failed())));
    Status status = trouble.isPresent() ? Status.PARTIAL : Status.SUCCESS;
    return intaking.result(status, trouble.or(source::remark), Optional.empty());
  }

  private boolean isOver(Instant began) {
    Duration ran = Duration.between(began, clock.instant());
    return ran.compareTo(rules.longest()) >= 0
        || (ran.compareTo(rules.longest().dividedBy(SHARE)) >= 0 && othersWait.getAsBoolean());
  }

  /**
   * Records that failed before are tried again, each run, until they are given up; those that were
   * given up, once in a while.
   *
   * @return false when there was no time for all
   */
  private boolean retry(SyncStore store, Intaking intaking, Instant began) {
    Map<String, String> position = store.cursor().getOrDefault(GIVEN_UP, Map.of());
    Optional<Instant> last = Optional.ofNullable(position.get("at")).map(Instant::parse);
    boolean all =
        last.filter(at -> !clock.instant().isBefore(at.plus(rules.retryEvery()))).isPresent();
    int most = all ? Integer.MAX_VALUE : rules.mostAttempts() - 1;
    Optional<String> after = all ? Optional.ofNullable(position.get("after")) : Optional.empty();
    while (true) {
      List<Known> page = store.troubled(after, most, PAGE);
      List<Item> items =
          page.stream()
              .filter(known -> !intaking.hasFailed(known.id()))
              .map(known -> Item.listed(known.id(), known.revision(), known.locator()))
              .toList();
      intaking.takeAgain(items);
      if (page.size() < PAGE) {
        break;
      }
      after = Optional.of(page.get(page.size() - 1).id());
      if (isOver(began)) {
        if (all) {
          move(store, GIVEN_UP, Map.of("at", position.get("at"), "after", after.get()));
        }
        return false;
      }
    }
    if (all || (last.isEmpty() && intaking.failed() > 0)) {
      move(store, GIVEN_UP, Map.of("at", clock.instant().toString()));
    }
    return true;
  }

  private static void move(SyncStore store, String feed, Map<String, String> position) {
    store.commit(new Step(Optional.of(feed), position, List.of(), 0, 0));
  }

  private boolean drain(Feed feed, SyncStore store, Intaking intaking, Instant began) {
    Map<String, String> position = store.cursor().getOrDefault(feed.name(), Map.of());
    while (true) {
      Page page = feed.read(position);
      intaking.take(page.items(), Optional.of(feed.name()), page.next());
      if (!page.more()) {
        return true;
      }
      if (page.next().equals(position) && page.items().isEmpty()) {
        throw ProviderFailure.of(Kind.UNAVAILABLE, "the provider gives the same page again");
      }
      position = page.next();
      if (isOver(began)) {
        return false;
      }
    }
  }

  private static long sweepNumber(Map<String, String> sweep) {
    return Long.parseLong(sweep.getOrDefault("number", "0"));
  }

  private Optional<String> sweepIfDue(
      Source source,
      SyncStore store,
      Intaking intaking,
      Map<String, String> position,
      Instant began) {
    Optional<Sweep> sweep = source.sweep();
    if (sweep.isEmpty()) {
      position.remove(RUNNING);
      return Optional.empty();
    }
    boolean running = position.containsKey(RUNNING);
    Optional<Instant> last = Optional.ofNullable(position.get("at")).map(Instant::parse);
    if (!running && last.isEmpty()) {
      // All that lives has just been read.
      position.put("at", clock.instant().toString());
      move(store, SWEEP, position);
      return Optional.empty();
    }
    if (!running && clock.instant().isBefore(last.orElseThrow().plus(rules.sweepEvery()))) {
      return Optional.empty();
    }
    if (!running) {
      position.put("number", String.valueOf(sweepNumber(position) + 1));
      position.put(RUNNING, "true");
    }
    return sweep(sweep.get(), store, intaking, position, began);
  }

  private Optional<String> sweep(
      Sweep sweep,
      SyncStore store,
      Intaking intaking,
      Map<String, String> position,
      Instant began) {
    long number = sweepNumber(position);
    intaking.sweeping(number);
    if (position.containsKey(FINISHING)) {
      return finish(sweep, store, intaking, position, began);
    }
    boolean begunAgain = false;
    while (true) {
      Optional<String> token = Optional.ofNullable(position.get("token"));
      Sweep.Live live;
      try {
        live = sweep.read(token);
        begunAgain = begunAgain && token.isEmpty();
      } catch (ProviderFailure e) {
        if (token.isEmpty() || !e.is(Kind.EXPIRED_PAGE)) {
          throw e;
        }
        if (begunAgain) {
          throw ProviderFailure.of(
              Kind.UNAVAILABLE, "the provider does not take its own page tokens", e);
        }
        begunAgain = true;
        position.remove("token");
        live = sweep.read(Optional.empty());
      }
      if (!live.complete()) {
        position.put("incomplete", "true");
      }
      position.remove("token");
      live.next().ifPresent(next -> position.put("token", next));
      if (live.next().isPresent()) {
        intaking.takeSeen(live.items(), Optional.of(SWEEP), position);
        if (isOver(began)) {
          return Optional.empty();
        }
      } else {
        intaking.takeSeen(live.items(), Optional.empty(), Map.of());
        return finish(sweep, store, intaking, position, began);
      }
    }
  }

  /** What was not seen goes, unless that looks absurd. */
  private Optional<String> finish(
      Sweep sweep,
      SyncStore store,
      Intaking intaking,
      Map<String, String> position,
      Instant began) {
    long number = sweepNumber(position);
    boolean incomplete = position.remove("incomplete") != null;
    Tally tally = store.tally(number);
    boolean absurd = tally.unseen() > FEW && tally.unseen() * 2 > tally.alive();
    if (!incomplete && !absurd) {
      List<String> gone = store.unseen(number, PAGE);
      while (!gone.isEmpty()) {
        List<Item> unlisted = gone.stream().map(sweep::unlisted).toList();
        intaking.takeSeen(unlisted, Optional.empty(), Map.of());
        gone = store.unseen(number, PAGE);
        if (!gone.isEmpty() && isOver(began)) {
          position.put(FINISHING, "true");
          move(store, SWEEP, position);
          return Optional.empty();
        }
      }
    }
    position.remove(FINISHING);
    position.remove(RUNNING);
    position.put("at", clock.instant().toString());
    move(store, SWEEP, position);
    return absurd
        ? Optional.of(
            "%d of %d records seem to be gone: none was deleted"
                .formatted(tally.unseen(), tally.alive()))
        : Optional.empty();
  }
}
