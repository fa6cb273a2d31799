package io.hypnos.connectors.confluence;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.confluence.Wiki.Pages;
import io.hypnos.connectors.markup.MarkupText;
import io.hypnos.connectors.sync.Document;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads what both versions of the API tell in the same shape.
 *
 * @param shape where they differ
 */
record PageReader(Site site, Shape shape) {

  /** Where the versions of the API differ. */
  interface Shape {
    Optional<Instant> changed(JsonNode page);

    Optional<Instant> created(JsonNode page);

    Optional<String> author(JsonNode page);

    Map<String, String> space(JsonNode page);
  }

  Pages pages(JsonNode answer, Optional<String> token) {
    if (!answer.path("results").isArray()) {
      throw ProviderFailure.of(Kind.UNAVAILABLE, "the provider's answer has no pages");
    }
    List<Wiki.Page> pages = new ArrayList<>();
    for (JsonNode page : answer.path("results")) {
      pages.add(page(page, Fields.text(answer, "_links", "base")));
    }
    Optional<String> next = Fields.text(answer, "_links", "next").map(site::path);
    if (next.isPresent() && next.equals(token)) {
      throw ProviderFailure.of(Kind.UNAVAILABLE, "the provider gives the same page again");
    }
    return new Pages(pages, next);
  }

  /**
   * A page asked for by its name; one without a body has at least a title.
   *
   * @param elsewhere whether it is not in the place that is read
   */
  Wiki.Page one(JsonNode page, boolean elsewhere) {
    Optional<String> wiki = Fields.text(page, "_links", "base");
    Wiki.Page read = page(page, wiki);
    boolean alive = read.alive() && !elsewhere;
    return new Wiki.Page(
        read.id(),
        alive,
        read.changed(),
        read.revision(),
        alive ? read.document().or(() -> Optional.of(document(page, "", wiki))) : Optional.empty());
  }

  /**
   * @param wiki where the wiki is for people, which is not where its API is behind a gateway
   */
  private Wiki.Page page(JsonNode page, Optional<String> wiki) {
    String id =
        Fields.text(page, "id")
            .orElseThrow(
                () -> ProviderFailure.of(Kind.UNAVAILABLE, "the provider gives a page no name"));
    Instant changed =
        shape
            .changed(page)
            .or(() -> shape.created(page))
            .orElseThrow(
                () -> ProviderFailure.of(Kind.UNAVAILABLE, "the provider gives a page no time"));
    boolean alive = page.path("status").asString("current").equals("current");
    JsonNode body = page.path("body").path("storage").path("value");
    return new Wiki.Page(
        id,
        alive,
        changed,
        Fields.text(page, "version", "number").orElse(""),
        alive && body.isString()
            ? Optional.of(document(page, body.asString(), wiki))
            : Optional.empty());
  }

  private Document document(JsonNode page, String body, Optional<String> wiki) {
    String title = page.path("title").asString("");
    Map<String, Object> metadata = new HashMap<>(shape.space(page));
    return new Document(
        title,
        title + "\n\n" + MarkupText.ofStorage(body),
        Fields.text(page, "_links", "webui")
            .map(link -> wiki.map(root -> root + link).orElseGet(() -> site.page(link))),
        shape.author(page),
        shape.created(page),
        shape.changed(page),
        metadata);
  }
}
