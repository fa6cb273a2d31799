package io.hypnos.connectors.kit;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.NewestFirst;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A source in memory that lists newest first, by pages, with tokens that name the last record. */
public final class Shelf implements Source {
  private static final int PAGE = 4;

  /** A record as it stands. */
  public record Book(String text, Instant at, int edition) {}

  public final TreeMap<String, Book> books = new TreeMap<>();
  public final Set<String> unreadable = new HashSet<>();
  public int page = PAGE;
  public int lists;
  public int fetches;
  public boolean sweepIsComplete = true;
  public Runnable onList = () -> {};
  public Runnable onFetch = () -> {};
  public Runnable onSweep = () -> {};
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");

  public void write(String id, String text) {
    now = now.plusSeconds(60);
    writeAt(id, text, now);
  }

  public void writeAt(String id, String text, Instant at) {
    int edition = books.containsKey(id) ? books.get(id).edition() + 1 : 1;
    books.put(id, new Book(text, at, edition));
  }

  public void write(int from, int to) {
    for (int i = from; i < to; i++) {
      write("b%04d".formatted(i), "text of " + i);
    }
  }

  public Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    books.forEach((id, book) -> texts.put(id, book.text()));
    return texts;
  }

  @Override
  public void check() {}

  @Override
  public List<Feed> feeds() {
    return List.of(
        new NewestFirst("books", Duration.ofSeconds(1), this::list, () -> Optional.of(now)));
  }

  private NewestFirst.Listed list(Optional<Instant> since, Optional<String> token) {
    lists++;
    onList.run();
    List<String> ids =
        books.keySet().stream()
            .filter(id -> since.isEmpty() || !books.get(id).at().isBefore(since.get()))
            .sorted(Comparator.comparing(this::place).reversed())
            .filter(id -> token.isEmpty() || place(id).compareTo(token.get()) < 0)
            .limit(page)
            .toList();
    List<NewestFirst.Dated> dated =
        ids.stream().map(id -> new NewestFirst.Dated(item(id), books.get(id).at())).toList();
    return new NewestFirst.Listed(dated, next(ids, this::place));
  }

  private Optional<String> next(List<String> ids, UnaryOperator<String> token) {
    return ids.size() < page ? Optional.empty() : Optional.of(token.apply(ids.get(page - 1)));
  }

  private String place(String id) {
    return books.get(id).at() + "|" + id;
  }

  private Item item(String id) {
    return Item.listed(id, "e" + books.get(id).edition(), Map.of("id", id));
  }

  @Override
  public Optional<Document> fetch(Item item) {
    fetches++;
    onFetch.run();
    if (unreadable.contains(item.id())) {
      throw ProviderFailure.of(Kind.UNAVAILABLE, "the provider answered 500");
    }
    return Optional.ofNullable(books.get(item.locator().get("id"))).map(Shelf::document);
  }

  private static Document document(Book book) {
    return new Document(
        "book",
        book.text(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(book.at()),
        Map.of());
  }

  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        token -> {
          onSweep.run();
          List<String> ids =
              books.keySet().stream()
                  .filter(id -> token.isEmpty() || id.compareTo(token.get()) > 0)
                  .limit(page)
                  .toList();
          List<Item> items = ids.stream().map(id -> Item.listed(id, "", Map.of("id", id))).toList();
          return new Sweep.Live(items, next(ids, UnaryOperator.identity()), sweepIsComplete);
        });
  }
}
