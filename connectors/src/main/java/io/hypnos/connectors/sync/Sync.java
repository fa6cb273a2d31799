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

/**
 * One run over a source: what failed before, then each feed page by page, then, when it is due, a
 * sweep for what vanished. A position is stored in the transaction that notes its records, after
 * the sink has them, so a run may be cut off anywhere and the next one goes on.
 */
public final class Sync {
  private static final String SWEEP = "sweep";
  private static final int PAGE = 100;
  private static final long FEW = 20;

  /**
   * @param longest after which a run stops, to go on with the next
   * @param sweepEvery how often a sweep is made
   */
  public record Rules(Duration longest, Duration sweepEvery, int mostAttempts) {}

  private final Rules rules;
  private final Clock clock;

  public Sync(Rules rules, Clock clock) {
    this.rules = rules;
    this.clock = clock;
  }

  public SyncResult run(Source source, SyncStore store, Sink sink) {
    Instant end = clock.instant().plus(rules.longest());
    Map<String, String> sweep = new HashMap<>(store.cursor().getOrDefault(SWEEP, Map.of()));
    Intaking intaking = new Intaking(source, store, sink, rules.mostAttempts(), sweepNumber(sweep));
    try {
      retry(store, intaking);
      for (Feed feed : source.feeds()) {
        if (!drain(feed, store, intaking, end)) {
          return intaking.result(Status.PARTIAL, Optional.empty(), Optional.of(clock.instant()));
        }
      }
      Optional<String> brake = sweepIfDue(source, store, intaking, sweep, end);
      Status status = brake.isPresent() || intaking.failed() > 0 ? Status.PARTIAL : Status.SUCCESS;
      return intaking.result(status, brake.or(source::remark), Optional.empty());
    } catch (ProviderFailure e) {
      boolean early = e.is(Kind.RATE_LIMITED);
      return early
          ? intaking.result(Status.PARTIAL, Optional.of(e.getMessage()), e.resumeAt())
          : intaking.result(Status.ERROR, Optional.of(e.getMessage()), Optional.empty());
    } catch (HypnosException e) {
      return intaking.result(Status.ERROR, Optional.of(e.getMessage()), Optional.empty());
    }
  }

  /** Records that failed before are tried again, each run, until they are given up. */
  private void retry(SyncStore store, Intaking intaking) {
    Optional<String> after = Optional.empty();
    while (true) {
      List<Known> page = store.troubled(after, rules.mostAttempts() - 1, PAGE);
      List<Item> items =
          page.stream()
              .map(known -> Item.listed(known.id(), known.revision(), known.locator()))
              .toList();
      intaking.take(items, Optional.empty(), Map.of());
      if (page.size() < PAGE) {
        return;
      }
      after = Optional.of(page.get(page.size() - 1).id());
    }
  }

  private boolean drain(Feed feed, SyncStore store, Intaking intaking, Instant end) {
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
      if (!clock.instant().isBefore(end)) {
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
      Instant end) {
    Optional<Sweep> sweep = source.sweep();
    if (sweep.isEmpty()) {
      return Optional.empty();
    }
    boolean running = position.containsKey("running");
    Optional<Instant> last = Optional.ofNullable(position.get("at")).map(Instant::parse);
    if (!running && last.isEmpty()) {
      // All that lives has just been read.
      position.put("at", clock.instant().toString());
      store.commit(new Step(Optional.of(SWEEP), position, List.of(), 0, 0));
      return Optional.empty();
    }
    if (!running && clock.instant().isBefore(last.orElseThrow().plus(rules.sweepEvery()))) {
      return Optional.empty();
    }
    if (!running) {
      position.put("number", String.valueOf(sweepNumber(position) + 1));
      position.put("running", "true");
    }
    return sweep(sweep.get(), store, intaking, position, end);
  }

  private Optional<String> sweep(
      Sweep sweep, SyncStore store, Intaking intaking, Map<String, String> position, Instant end) {
    long number = sweepNumber(position);
    intaking.sweeping(number);
    while (true) {
      Optional<String> token = Optional.ofNullable(position.get("token"));
      Sweep.Live live;
      try {
        live = sweep.read(token);
      } catch (ProviderFailure e) {
        if (token.isEmpty() || !e.is(Kind.EXPIRED_PAGE)) {
          throw e;
        }
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
        if (!clock.instant().isBefore(end)) {
          return Optional.empty();
        }
      } else {
        intaking.takeSeen(live.items(), Optional.empty(), Map.of());
        return finish(store, intaking, position, number);
      }
    }
  }

  /** What was not seen goes, unless that looks absurd. */
  private Optional<String> finish(
      SyncStore store, Intaking intaking, Map<String, String> position, long number) {
    boolean incomplete = position.remove("incomplete") != null;
    Tally tally = store.tally(number);
    boolean absurd = tally.unseen() > FEW && tally.unseen() * 2 > tally.alive();
    if (!incomplete && !absurd) {
      List<String> gone = store.unseen(number, PAGE);
      while (!gone.isEmpty()) {
        intaking.take(gone.stream().map(Item::gone).toList(), Optional.empty(), Map.of());
        gone = store.unseen(number, PAGE);
      }
    }
    position.remove("running");
    position.put("at", clock.instant().toString());
    store.commit(new Step(Optional.of(SWEEP), position, List.of(), 0, 0));
    return absurd
        ? Optional.of(
            "%d of %d records seem to be gone: none was deleted"
                .formatted(tally.unseen(), tally.alive()))
        : Optional.empty();
  }
}
