package io.hypnos.connectors.confluence;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The present API. It has no filter by time, so the reader stops where it knows the rest. */
final class WikiV2 implements Wiki {
  private static final String PAGES = "/wiki/api/v2/pages";
  private static final String BODY = "body-format=storage";
  private static final String NEWEST_FIRST = "-modified-date";

  private final ProviderHttp http;
  private final Optional<String> spaceKey;
  private final PageReader reader;
  private Optional<String> spaceId = Optional.empty();

  WikiV2(ProviderHttp http, Site site, Optional<String> spaceKey) {
    this.http = http;
    this.spaceKey = spaceKey;
    this.reader = new PageReader(site, new ShapeV2());
  }

  private static final class ShapeV2 implements PageReader.Shape {
    @Override
    public Optional<Instant> changed(JsonNode page) {
      return Fields.time(page, "version", "createdAt");
    }

    @Override
    public Optional<Instant> created(JsonNode page) {
      return Fields.time(page, "createdAt");
    }

    @Override
    public Optional<String> author(JsonNode page) {
      return Fields.text(page, "version", "authorId").or(() -> Fields.text(page, "authorId"));
    }

    @Override
    public Map<String, String> space(JsonNode page) {
      return Fields.text(page, "spaceId").map(id -> Map.of("space_id", id)).orElse(Map.of());
    }
  }

  @Override
  public Duration overlap() {
    return Duration.ofMinutes(10);
  }

  @Override
  public void check() {
    reader.pages(http.get(PAGES, where("1", NEWEST_FIRST).list()), Optional.empty());
  }

  private Parameters where(String limit, String sort) {
    Parameters parameters = Parameters.none().with("limit", limit).with("sort", sort);
    return spaceKey.isPresent() ? parameters.with("space-id", space()) : parameters;
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

  /** Without a status the list has pages that live and archived ones. */
  @Override
  public Pages changed(Optional<Instant> since, Optional<String> token, boolean bodies) {
    if (token.isEmpty()) {
      Parameters parameters = where("50", NEWEST_FIRST);
      return reader.pages(
          http.get(PAGES, (bodies ? parameters.with("body-format", "storage") : parameters).list()),
          token);
    }
    return follow(withBodies(token.get(), bodies), token);
  }

  /** A link has all parameters in it, also those that are not wanted any more. */
  private static String withBodies(String link, boolean bodies) {
    String bare = link.replace("&" + BODY, "").replace(BODY + "&", "");
    return bodies ? bare + "&" + BODY : bare;
  }

  private Pages follow(String link, Optional<String> token) {
    try {
      return reader.pages(http.get(link, List.of()), token);
    } catch (ProviderFailure e) {
      if (e.is(Kind.CONFIGURATION)) {
        throw ProviderFailure.of(Kind.EXPIRED_PAGE, e.getMessage(), e);
      }
      throw e;
    }
  }

  @Override
  public Pages alive(Optional<String> token) {
    return token.isPresent()
        ? follow(token.get(), token)
        : reader.pages(http.get(PAGES, where("250", "id").with("status", "current").list()), token);
  }

  @Override
  public Optional<Pages> trash(Optional<String> token) {
    return Optional.of(
        token.isPresent()
            ? follow(token.get(), token)
            : reader.pages(
                http.get(PAGES, where("250", NEWEST_FIRST).with("status", "trashed").list()),
                token));
  }

  @Override
  public Page one(String id) {
    JsonNode page =
        http.get(PAGES + "/" + id, Parameters.none().with("body-format", "storage").list());
    boolean elsewhere =
        spaceKey.isPresent() && !Fields.text(page, "spaceId").equals(Optional.of(space()));
    return reader.one(page, elsewhere);
  }
}
