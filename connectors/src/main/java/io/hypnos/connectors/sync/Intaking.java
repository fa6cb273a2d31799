package io.hypnos.connectors.sync;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.sync.Sink.Change;
import io.hypnos.connectors.sync.SyncResult.Problem;
import io.hypnos.connectors.sync.SyncResult.Status;
import io.hypnos.connectors.sync.SyncStore.Step;
import io.hypnos.engine.error.HypnosException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes pages in: what is new or changed goes to the sink, what is known stays as it is. */
final class Intaking {
  private static final Logger LOG = LoggerFactory.getLogger(Intaking.class);
  private static final int MOST_PROBLEMS = 20;
  private static final int MOST_AT_ONCE = 100;
  private static final int MOST_CHARACTERS = 2_000_000;

  private final Source source;
  private final SyncStore store;
  private final Sink sink;
  private final int mostAttempts;
  private final List<Problem> problems = new ArrayList<>();
  private long sweep;
  private int synced;
  private int deleted;
  private int failed;

  Intaking(Source source, SyncStore store, Sink sink, int mostAttempts, long sweep) {
    this.source = source;
    this.store = store;
    this.sink = sink;
    this.mostAttempts = mostAttempts;
    this.sweep = sweep;
  }

  /** What is gathered of a page until it is worth a trip. */
  private static final class Load {
    private final Map<String, Item> items = new LinkedHashMap<>();
    private final Map<String, Optional<Document>> documents = new LinkedHashMap<>();
    private final List<Known> records = new ArrayList<>();
    private int characters;

    boolean isFull() {
      return documents.size() >= MOST_AT_ONCE
          || characters >= MOST_CHARACTERS
          || records.size() >= 10 * MOST_AT_ONCE;
    }
  }

  void sweeping(long number) {
    sweep = number;
  }

  int failed() {
    return failed;
  }

  /** Takes a page in and then moves the feed. */
  void take(List<Item> items, Optional<String> feed, Map<String, String> next) {
    take(items, feed, next, false);
  }

  /**
   * The same for a sweep: what is known is marked as seen, what is not known is read, and so is
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
      Optional<Known> before = Optional.ofNullable(known.get(item.id()));
      if (sweeping && isAsKnown(item, before)) {
        load.records.add(before.orElseThrow().seen(sweep));
      } else {
        weigh(item, before, load);
      }
      if (load.isFull()) {
        send(load, Optional.empty(), Map.of());
        load = new Load();
      }
    }
    if (feed.isPresent() || !load.documents.isEmpty() || !load.records.isEmpty()) {
      send(load, feed, next);
    }
  }

  private static boolean isAsKnown(Item item, Optional<Known> before) {
    return !item.deleted()
        && before
            .filter(known -> !known.deleted())
            .filter(known -> item.revision().isEmpty() || item.revision().equals(known.revision()))
            .isPresent();
  }

  private void weigh(Item item, Optional<Known> before, Load load) {
    boolean alive = before.filter(record -> !record.deleted()).isPresent();
    if (item.deleted()) {
      if (alive) {
        load.items.put(item.id(), item);
        load.documents.put(item.id(), Optional.empty());
      }
      return;
    }
    if (before.isPresent() && isSettled(item, before.get())) {
      return;
    }
    Optional<Document> document;
    try {
      document = item.document().isPresent() ? item.document() : read(item);
    } catch (ProviderFailure e) {
      if (e.is(Kind.RECORD) || e.is(Kind.FORBIDDEN)) {
        load.records.add(trouble(item, before, e.getMessage()));
        return;
      }
      throw e;
    }
    Optional<Document> words = document.filter(found -> !found.isBlank());
    String fingerprint = words.map(Document::fingerprint).orElse("");
    if (words.isEmpty() && !alive) {
      load.records.add(
          new Known(item.id(), item.revision(), "", true, 0, "", item.locator(), sweep));
    } else if (words.isPresent() && alive && before.get().fingerprint().equals(fingerprint)) {
      load.records.add(Known.stored(item, fingerprint, sweep));
    } else {
      load.items.put(item.id(), item);
      load.documents.put(item.id(), words);
      load.characters += words.map(found -> found.text().length()).orElse(0);
    }
  }

  /** Whether the list alone says that there is nothing to do. */
  private boolean isSettled(Item item, Known before) {
    boolean same = !item.revision().isEmpty() && item.revision().equals(before.revision());
    boolean taken =
        before.attempts() == 0 && !(before.fingerprint().isEmpty() && !before.deleted());
    return same && (taken || before.attempts() >= mostAttempts);
  }

  private Optional<Document> read(Item item) {
    try {
      return source.fetch(item);
    } catch (ProviderFailure e) {
      if (e.is(Kind.NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    } catch (HypnosException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug("a record cannot be read", e);
      throw ProviderFailure.of(Kind.RECORD, "the record cannot be read", e);
    }
  }

  private Known trouble(Item item, Optional<Known> before, String reason) {
    failed++;
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(new Problem(item.id(), reason));
    }
    return new Known(
        item.id(),
        item.revision(),
        before.map(Known::fingerprint).orElse(""),
        before.map(Known::deleted).orElse(false),
        before.map(Known::attempts).orElse(0) + 1,
        reason,
        item.locator(),
        sweep);
  }

  private void send(Load load, Optional<String> feed, Map<String, String> next) {
    List<Known> records = new ArrayList<>(load.records);
    int taken = 0;
    int gone = 0;
    if (!load.documents.isEmpty()) {
      Map<String, Known> before = store.known(load.documents.keySet());
      long version = store.announce(load.documents.keySet(), sweep);
      List<Change> changes = new ArrayList<>();
      for (Map.Entry<String, Optional<Document>> each : load.documents.entrySet()) {
        changes.add(new Change(each.getKey(), version++, each.getValue()));
      }
      Map<String, String> refused = sink.accept(changes);
      for (Change change : changes) {
        Item item = load.items.get(change.id());
        String refusal = refused.get(change.id());
        if (refusal != null) {
          records.add(trouble(item, Optional.ofNullable(before.get(change.id())), refusal));
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

  SyncResult result(Status status, Optional<String> error, Optional<Instant> resumeAt) {
    return new SyncResult(status, synced, deleted, failed, problems, error, resumeAt);
  }
}
