package io.hypnos.connectors.notion;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.NewestFirst;
import io.hypnos.connectors.sync.NewestFirst.Dated;
import io.hypnos.connectors.sync.NewestFirst.Listed;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Pages, the one edited last first. Times are rounded down to the minute. */
final class NotionPages implements Source {
  private static final Duration OVERLAP = Duration.ofMinutes(2);

  /** A minute until no edit can bear the time any more, and one for clocks that differ. */
  private static final Duration SETTLED = Duration.ofMinutes(2);

  private static final int PAGE = 100;

  private final ProviderHttp http;
  private final Optional<String> database;
  private final NotionList list;
  private final NotionReader reader;

  NotionPages(ProviderHttp http, Optional<String> database) {
    this.http = http;
    this.database = database;
    this.list = new NotionList(http, database);
    this.reader = new NotionReader(http);
  }

  @Override
  public void check() {
    http.get("/users/me", List.of());
    list.read(Optional.empty(), Optional.empty(), 1);
  }

  @Override
  public List<Feed> feeds() {
    return List.of(new NewestFirst("pages", OVERLAP, this::dated, http::vendorNow));
  }

  private Listed dated(Optional<Instant> since, Optional<String> token) {
    JsonNode page = list.read(since, token, PAGE);
    List<Dated> items = new ArrayList<>();
    for (JsonNode each : NotionList.pages(page)) {
      items.add(new Dated(item(each), Fields.time(each, NotionList.EDITED).orElse(Instant.EPOCH)));
    }
    return new Listed(items, NotionList.next(page));
  }

  /**
   * Edits of one minute look the same. So the time tells versions apart only once its minute is
   * over: what is read before is read once more.
   */
  private Item item(JsonNode page) {
    String id = page.path("id").asString("");
    if (isTrashed(page)) {
      return Item.gone(id);
    }
    Optional<Instant> edited = Fields.time(page, NotionList.EDITED);
    boolean settled =
        edited
            .map(time -> time.plus(SETTLED))
            .filter(time -> http.vendorNow().filter(now -> !now.isBefore(time)).isPresent())
            .isPresent();
    return Item.listed(id, settled ? edited.orElseThrow().toString() : "", Map.of());
  }

  private static boolean isTrashed(JsonNode page) {
    return Fields.flag(page, "archived") || Fields.flag(page, "in_trash");
  }

  /** Notion takes ids with hyphens and without. */
  private static boolean isIn(String root, JsonNode page) {
    String parent = page.path("parent").path("database_id").asString("");
    return plain(parent).equals(plain(root));
  }

  private static String plain(String id) {
    return id.replace("-", "").toLowerCase(Locale.ROOT);
  }

  @Override
  public Optional<Document> fetch(Item item) {
    try {
      return read(item.id());
    } catch (ProviderFailure e) {
      if (!e.is(Kind.EXPIRED_PAGE)) {
        throw ofOneRecord(e);
      }
    }
    try {
      return read(item.id());
    } catch (ProviderFailure e) {
      throw ofOneRecord(e);
    }
  }

  private Optional<Document> read(String id) {
    JsonNode page = http.get("/pages/" + id, List.of());
    return isTrashed(page) ? Optional.empty() : Optional.of(reader.document(page));
  }

  /** The list was fine, so what is not accepted here says nothing of the connection. */
  private static ProviderFailure ofOneRecord(ProviderFailure e) {
    return e.is(Kind.EXPIRED_PAGE) || e.is(Kind.CONFIGURATION)
        ? ProviderFailure.of(Kind.RECORD, e.getMessage(), e)
        : e;
  }

  /**
   * Search forgets pages. What a sweep finds and nobody knows is read; what it does not find is
   * asked for by name before it counts as gone.
   */
  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        new Sweep() {
          @Override
          public Live read(Optional<String> token) {
            JsonNode page = list.read(Optional.empty(), token, PAGE);
            List<Item> alive =
                NotionList.pages(page).stream()
                    .map(NotionPages.this::item)
                    .filter(item -> !item.deleted())
                    .toList();
            return new Live(alive, NotionList.next(page), true);
          }

          @Override
          public Item unlisted(String id) {
            return asked(id);
          }
        });
  }

  private Item asked(String id) {
    try {
      JsonNode page = http.get("/pages/" + id, List.of());
      boolean movedOut = database.isPresent() && !isIn(database.get(), page);
      return movedOut ? Item.gone(id) : item(page);
    } catch (ProviderFailure e) {
      if (e.is(Kind.NOT_FOUND)) {
        return Item.gone(id);
      }
      if (e.is(Kind.FORBIDDEN) || e.is(Kind.CONFIGURATION)) {
        return Item.listed(id, "", Map.of());
      }
      throw e;
    }
  }
}
