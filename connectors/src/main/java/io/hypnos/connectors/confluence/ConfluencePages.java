package io.hypnos.connectors.confluence;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.markup.MarkupText;
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
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Pages, the one changed last first, and what went to the trash. */
final class ConfluencePages implements Source {
  private static final Duration OVERLAP = Duration.ofMinutes(10);
  private static final String PAGES = "/wiki/api/v2/pages";

  private final ProviderHttp http;
  private final Optional<String> spaceKey;
  private final String base;
  private Optional<String> spaceId = Optional.empty();

  ConfluencePages(ProviderHttp http, Optional<String> spaceKey, String base) {
    this.http = http;
    this.spaceKey = spaceKey;
    this.base = base;
  }

  @Override
  public void check() {
    http.get(PAGES, parameters("1").list());
  }

  private Parameters parameters(String limit) {
    Parameters parameters = Parameters.none().with("limit", limit).with("sort", "-modified-date");
    if (spaceKey.isPresent()) {
      parameters.with("space-id", space());
    }
    return parameters;
  }

  private String space() {
    if (spaceId.isEmpty()) {
      JsonNode found =
          http.get(
              "/wiki/api/v2/spaces",
              Parameters.none().with("keys", spaceKey.orElseThrow()).with("limit", "1").list());
      spaceId = Fields.text(found.path("results").path(0), "id");
    }
    return spaceId.orElseThrow(
        () -> ProviderFailure.of(Kind.CONFIGURATION, "config.space_key names no space"));
  }

  @Override
  public List<Feed> feeds() {
    return List.of(
        new NewestFirst(
            "pages", OVERLAP, (since, token) -> list("current", token), http::vendorNow),
        new NewestFirst(
            "trash", OVERLAP, (since, token) -> list("trashed", token), http::vendorNow));
  }

  /** The link to the next page has all parameters in it already. */
  private Listed list(String status, Optional<String> token) {
    JsonNode page =
        token.isPresent()
            ? http.get(token.get(), List.of())
            : http.get(
                PAGES,
                parameters("50").with("body-format", "storage").with("status", status).list());
    List<Dated> items = new ArrayList<>();
    for (JsonNode each : page.path("results")) {
      items.add(
          new Dated(item(each), Fields.time(each, "version", "createdAt").orElse(Instant.EPOCH)));
    }
    return new Listed(items, next(page));
  }

  private static Optional<String> next(JsonNode page) {
    return Fields.text(page, "_links", "next")
        .map(link -> link.startsWith("/wiki") || !link.startsWith("/") ? link : "/wiki" + link);
  }

  private Item item(JsonNode page) {
    String id = page.path("id").asString("");
    boolean gone = !page.path("status").asString("current").equals("current");
    return gone ? Item.gone(id) : Item.whole(id, document(page));
  }

  @Override
  public Optional<Document> fetch(Item item) {
    JsonNode page =
        http.get(PAGES + "/" + item.id(), Parameters.none().with("body-format", "storage").list());
    return item(page).document();
  }

  private Document document(JsonNode page) {
    String title = page.path("title").asString("");
    String body = MarkupText.of(page.path("body").path("storage").path("value").asString(""));
    return new Document(
        title,
        title + "\n\n" + body,
        Fields.text(page, "_links", "webui").map(link -> base + "/wiki" + link),
        Fields.text(page, "version", "authorId"),
        Fields.time(page, "createdAt"),
        Fields.time(page, "version", "createdAt"),
        Fields.text(page, "spaceId")
            .<Map<String, Object>>map(id -> Map.of("space_id", id))
            .orElse(Map.of()));
  }

  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        token -> {
          JsonNode page =
              token.isPresent()
                  ? http.get(token.get(), List.of())
                  : http.get(PAGES, parameters("250").with("status", "current").list());
          List<Item> alive = new ArrayList<>();
          page.path("results")
              .forEach(each -> alive.add(Item.listed(each.path("id").asString(""), "", Map.of())));
          return new Sweep.Live(alive, next(page), true);
        });
  }
}
