package io.hypnos.connectors.confluence;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The API of old sites, asked in its query language. Its times are of the minute and of the user's
 * own zone, so a bound is only good to a day.
 */
final class WikiV1 implements Wiki {
  private static final String CONTENT = "/wiki/rest/api/content";
  private static final String EXPAND = "version,history,space";
  private static final String BODY = "body.storage,";
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final ProviderHttp http;
  private final Optional<String> spaceKey;
  private final PageReader reader;
  private boolean spaceKnown;

  WikiV1(ProviderHttp http, Site site, Optional<String> spaceKey) {
    this.http = http;
    this.spaceKey = spaceKey;
    this.reader = new PageReader(site, new ShapeV1());
    if (spaceKey.filter(key -> !key.matches("[^\"\\\\]{1,255}")).isPresent()) {
      throw ProviderFailure.of(Kind.CONFIGURATION, "config.space_key names no space");
    }
  }

  private static final class ShapeV1 implements PageReader.Shape {
    @Override
    public Optional<Instant> changed(JsonNode page) {
      return Fields.time(page, "version", "when");
    }

    @Override
    public Optional<Instant> created(JsonNode page) {
      return Fields.time(page, "history", "createdDate");
    }

    @Override
    public Optional<String> author(JsonNode page) {
      return Fields.text(page, "version", "by", "displayName")
          .or(() -> Fields.text(page, "version", "by", "accountId"));
    }

    @Override
    public Map<String, String> space(JsonNode page) {
      return Fields.text(page, "space", "key")
          .map(key -> Map.of("space_key", key))
          .orElse(Map.of());
    }
  }

  @Override
  public Duration overlap() {
    return Duration.ofHours(24);
  }

  @Override
  public void check() {
    search("", "lastmodified desc", "1", "version", Optional.empty());
  }

  private Pages search(
      String bound, String order, String limit, String expand, Optional<String> token) {
    requireSpace();
    String space = spaceKey.map(key -> " and space = \"" + key + "\"").orElse("");
    return reader.pages(
        http.get(
            CONTENT + "/search",
            Parameters.none()
                .with("cql", "type = page" + space + bound + " order by " + order)
                .with("expand", expand)
                .with("limit", limit)
                .list()),
        token);
  }

  /** A query for a space that is not there may just find nothing. */
  private void requireSpace() {
    if (spaceKey.isEmpty() || spaceKnown) {
      return;
    }
    JsonNode found =
        http.get(
            "/wiki/rest/api/space",
            Parameters.none().with("spaceKey", spaceKey.get()).with("limit", "1").list());
    if (found.path("results").isEmpty()) {
      throw ProviderFailure.of(Kind.CONFIGURATION, "config.space_key names no space");
    }
    spaceKnown = true;
  }

  @Override
  public Pages changed(Optional<Instant> since, Optional<String> token, boolean bodies) {
    if (token.isEmpty()) {
      String bound =
          since.map(time -> " and lastmodified >= \"" + MINUTE.format(time) + "\"").orElse("");
      return search(
          bound, "lastmodified desc", "50", (bodies ? BODY : "") + EXPAND, Optional.empty());
    }
    return follow(
        bodies ? token.get() : token.get().replaceAll("body\\.storage(,|%2C)", ""), token);
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
        : search("", "created asc", "200", "version", token);
  }

  /** The query language does not reach into the trash: the daily list of what lives does. */
  @Override
  public Optional<Pages> trash(Optional<String> token) {
    return Optional.empty();
  }

  @Override
  public Page one(String id) {
    JsonNode page =
        http.get(CONTENT + "/" + id, Parameters.none().with("expand", BODY + EXPAND).list());
    boolean elsewhere = spaceKey.isPresent() && !Fields.text(page, "space", "key").equals(spaceKey);
    return reader.one(page, elsewhere);
  }
}
