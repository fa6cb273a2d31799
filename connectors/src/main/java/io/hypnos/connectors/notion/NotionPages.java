package io.hypnos.connectors.notion;

import io.hypnos.connectors.call.Fields;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Pages, the one edited last first. Times are rounded down to the minute. */
final class NotionPages implements Source {
  private static final Duration OVERLAP = Duration.ofMinutes(2);
  private static final String EDITED = "last_edited_time";

  private final ProviderHttp http;
  private final Optional<String> database;
  private final NotionBlocks blocks;

  NotionPages(ProviderHttp http, Optional<String> database) {
    this.http = http;
    this.database = database;
    this.blocks = new NotionBlocks(http);
  }

  @Override
  public void check() {
    http.get("/users/me", List.of());
    list(Optional.empty(), Optional.empty(), 1);
  }

  @Override
  public List<Feed> feeds() {
    return List.of(
        new NewestFirst(
            "pages", OVERLAP, (since, token) -> dated(list(since, token, 100)), http::vendorNow));
  }

  private JsonNode list(Optional<Instant> since, Optional<String> token, int size) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("page_size", size);
    token.ifPresent(cursor -> body.put("start_cursor", cursor));
    if (database.isPresent()) {
      body.putArray("sorts").addObject().put("timestamp", EDITED).put("direction", "descending");
      since.ifPresent(
          time ->
              body.putObject("filter")
                  .put("timestamp", EDITED)
                  .putObject(EDITED)
                  .put("on_or_after", time.truncatedTo(ChronoUnit.MINUTES).toString()));
      return http.post("/databases/" + database.get() + "/query", body);
    }
    body.putObject("filter").put("property", "object").put("value", "page");
    body.putObject("sort").put("timestamp", EDITED).put("direction", "descending");
    return http.post("/search", body);
  }

  private static Listed dated(JsonNode list) {
    List<Dated> items = new ArrayList<>();
    for (JsonNode page : list.path("results")) {
      items.add(new Dated(item(page), Fields.time(page, EDITED).orElse(Instant.EPOCH)));
    }
    return new Listed(items, next(list));
  }

  private static Optional<String> next(JsonNode list) {
    return Fields.flag(list, "has_more") ? Fields.text(list, "next_cursor") : Optional.empty();
  }

  /**
   * Edits of one minute look the same, so the time tells versions apart only for the feed, which
   * reads what is near the mark again and compares words.
   */
  private static Item item(JsonNode page) {
    String id = page.path("id").asString("");
    return isTrashed(page) ? Item.gone(id) : Item.listed(id, "", Map.of());
  }

  private static boolean isTrashed(JsonNode page) {
    return Fields.flag(page, "archived") || Fields.flag(page, "in_trash");
  }

  @Override
  public Optional<Document> fetch(Item item) {
    JsonNode page = http.get("/pages/" + item.id(), List.of());
    if (isTrashed(page)) {
      return Optional.empty();
    }
    String title = NotionProperties.title(page);
    String text =
        String.join("\n", title, NotionProperties.lines(page), blocks.text(item.id())).strip();
    return Optional.of(
        new Document(
            title,
            text,
            Fields.text(page, "url"),
            Fields.text(page, "last_edited_by", "name"),
            Fields.time(page, "created_time"),
            Fields.time(page, EDITED),
            Fields.text(page, "parent", "database_id")
                .<Map<String, Object>>map(id -> Map.of("database_id", id))
                .orElse(Map.of())));
  }

  /** Search forgets pages; what a sweep finds and nobody knows is read. */
  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        token -> {
          JsonNode list = list(Optional.empty(), token, 100);
          List<Item> alive = new ArrayList<>();
          for (JsonNode page : list.path("results")) {
            if (!isTrashed(page)) {
              alive.add(item(page));
            }
          }
          return new Sweep.Live(alive, next(list), true);
        });
  }
}
