package io.hypnos.connectors.sync;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.sync.Sink.Change;
import io.hypnos.connectors.sync.SyncResult.Problem;
import io.hypnos.connectors.sync.SyncResult.Status;
import io.hypnos.connectors.sync.SyncStore.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes pages in: what is new or changed goes to the sink, what is known stays as it is. */
final class Intaking {
  private static final int MOST_PROBLEMS = 20;

  /** Before the fingerprint of words that were refused, where the list has no revision. */
  private static final String REFUSED = "=";

  private final Reading reading;
  private final SyncStore store;
  private final Sink sink;
  private final int mostAttempts;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> failedNow = new HashSet<>();
  private boolean tryingAgain;
  private long sweep;
  private int synced;
  private int deleted;
  private int failed;

  Intaking(Source source, SyncStore store, Sink sink, int mostAttempts, long sweep) {
    this.reading = new Reading(source);
    this.store = store;
    this.sink = sink;
    this.mostAttempts = mostAttempts;
    this.sweep = sweep;
  }

  void sweeping(long number) {
    sweep = number;
  }

  int failed() {
    return failed;
  }

  /** Whether it has failed in this run already: once a run is enough. */
  boolean hasFailed(String id) {
    return failedNow.contains(id);
  }

  /** Takes a page in and then moves the feed. */
  void take(List<Item> items, Optional<String> feed, Map<String, String> next) {
    take(items, feed, next, false);
  }

  /** Tries records again that failed, those that were given up as well. */
  void takeAgain(List<Item> items) {
    tryingAgain = true;
    try {
      take(items, Optional.empty(), Map.of());
    } finally {
      tryingAgain = false;
    }
  }

  /**
   * The same for a sweep: what is known is marked as seen; what is not known is read, and so is
   * what the list says is another version than the one known.
   */
  void takeSeen(List<Item> items, Optional<String> feed, Map<String, String> next) {
    take(items, feed, next, true);
  }

  private void take(
      List<Item> items, Optional<String> feed, Map<String, String> next, boolean sweeping) {
    Map<String, Item> once = new LinkedHashMap<>();
    items.forEach(item -> once.put(item.id(), item));
    Map<String, Known> known = once.isEmpty() ? Map.of() : store.known(once.keySet());
    Load load = new Load();
    for (Item item : once.values()) {
      try {
        weigh(item, known, load, sweeping);
      } catch (ProviderFailure e) {
        // What has been read is kept, or a slow rate would never get through a page.
        reading.acquit();
        sendUnlessEmpty(load);
        throw e;
      }
      if (load.isFull()) {
        send(load, Optional.empty(), Map.of());
        load = new Load();
      }
    }
    blame(known, load);
    if (feed.isPresent()) {
      send(load, feed, next);
    } else {
      sendUnlessEmpty(load);
    }
  }

  private void weigh(Item item, Map<String, Known> known, Load load, boolean sweeping) {
    Optional<Known> before = Optional.ofNullable(known.get(item.id()));
    boolean alive = before.filter(record -> !record.deleted()).isPresent();
    if (item.deleted()) {
      if (alive) {
        load.send(item, Optional.empty());
      }
      return;
    }
    boolean settled = before.isPresent() && isSettled(item, before.get());
    boolean cannotTell = item.revision().isEmpty() && item.document().isEmpty();
    if (sweeping && alive && (settled || cannotTell || hasFailed(item.id()))) {
      load.remember(before.get().seen(sweep));
    } else if (!settled) {
      read(item, before, load)
          .ifPresent(
              document -> {
                blame(known, load);
                weigh(item, before, document.filter(found -> !found.isBlank()), load);
              });
    }
  }

  /** What a record says, if it can be read; within: empty when it is gone. */
  private Optional<Optional<Document>> read(Item item, Optional<Known> before, Load load) {
    try {
      return Optional.of(reading.read(item));
    } catch (ProviderFailure e) {
      if (e.is(Kind.RECORD) || e.is(Kind.FORBIDDEN)) {
        load.remember(trouble(item, item.revision(), before, e.getMessage()));
      } else if (e.is(Kind.UNAVAILABLE)) {
        reading.suspect(item, e);
      } else {
        throw e;
      }
      return Optional.empty();
    }
  }

  private void blame(Map<String, Known> known, Load load) {
    for (Reading.Suspect each : reading.blamed()) {
      Optional<Known> before = Optional.ofNullable(known.get(each.item().id()));
      load.remember(trouble(each.item(), each.item().revision(), before, each.reason()));
    }
  }

  private void weigh(Item item, Optional<Known> before, Optional<Document> words, Load load) {
    boolean alive = before.filter(record -> !record.deleted()).isPresent();
    String fingerprint = words.map(Document::fingerprint).orElse("");
    if (words.isEmpty() && !alive) {
      load.remember(new Known(item.id(), item.revision(), "", true, 0, "", item.locator(), sweep));
    } else if (words.isPresent() && alive && before.get().fingerprint().equals(fingerprint)) {
      load.remember(Known.stored(item, fingerprint, sweep));
    } else if (isGivenUp(before, REFUSED + fingerprint)) {
      load.remember(before.orElseThrow().seen(sweep));
    } else {
      load.send(item, words);
    }
  }

  /** Whether the list alone says that there is nothing to do. */
  private boolean isSettled(Item item, Known before) {
    boolean same = !item.revision().isEmpty() && item.revision().equals(before.revision());
    boolean taken =
        before.attempts() == 0 && !(before.fingerprint().isEmpty() && !before.deleted());
    return same && (taken || isGivenUp(before));
  }

  private boolean isGivenUp(Optional<Known> before, String revision) {
    return before
        .filter(known -> isGivenUp(known) && known.revision().equals(revision))
        .isPresent();
  }

  private boolean isGivenUp(Known known) {
    return known.attempts() >= mostAttempts && !tryingAgain;
  }

  private Known trouble(Item item, String revision, Optional<Known> before, String reason) {
    failed++;
    failedNow.add(item.id());
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(new Problem(item.id(), reason));
    }
    return new Known(
        item.id(),
        revision,
        before.map(Known::fingerprint).orElse(""),
        before.map(Known::deleted).orElse(false),
        before.map(Known::attempts).orElse(0) + 1,
        reason,
        item.locator(),
        sweep);
  }

  private void sendUnlessEmpty(Load load) {
    if (!load.isEmpty()) {
      send(load, Optional.empty(), Map.of());
    }
  }

  private void send(Load load, Optional<String> feed, Map<String, String> next) {
    List<Known> records = new ArrayList<>(load.records());
    int taken = 0;
    int gone = 0;
    Map<String, Optional<Document>> documents = load.documents();
    if (!documents.isEmpty()) {
      Map<String, Known> before = store.known(documents.keySet());
      long version = store.announce(documents.keySet(), sweep);
      List<Change> changes = new ArrayList<>();
      for (Map.Entry<String, Optional<Document>> each : documents.entrySet()) {
        changes.add(new Change(each.getKey(), version++, each.getValue()));
      }
      Map<String, String> refused = sink.accept(changes);
      for (Change change : changes) {
        Item item = load.item(change.id());
        String refusal = refused.get(change.id());
        if (refusal != null) {
          Optional<Known> known = Optional.ofNullable(before.get(change.id()));
          records.add(trouble(item, refusedRevision(item, change), known, refusal));
        } else if (change.document().isPresent()) {
          records.add(Known.stored(item, change.document().get().fingerprint(), sweep));
          taken++;
        } else {
          records.add(Known.gone(change.id(), sweep));
          gone++;
        }
      }
    }
    store.commit(new Step(feed, next, records, taken, gone));
    synced += taken;
    deleted += gone;
  }

  private static String refusedRevision(Item item, Change change) {
    return item.revision().isEmpty()
        ? REFUSED + change.document().map(Document::fingerprint).orElse("")
        : item.revision();
  }

  SyncResult result(Status status, Optional<String> error, Optional<Instant> resumeAt) {
    return new SyncResult(status, synced, deleted, failed, problems, error, resumeAt);
  }
}
