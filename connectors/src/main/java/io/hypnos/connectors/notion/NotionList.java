package io.hypnos.connectors.notion;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Lists the pages that are shared, or those of a database, the one edited last first. */
final class NotionList {
  static final String EDITED = "last_edited_time";

  private final ProviderHttp http;
  private final Optional<String> database;

  NotionList(ProviderHttp http, Optional<String> database) {
    this.http = http;
    this.database = database;
    if (!database.orElse("0").matches("[0-9A-Za-z-]{1,64}")) {
      throw ProviderFailure.of(Kind.CONFIGURATION, "config.database_id is not an id of Notion");
    }
  }

  /**
   * A page of the list.
   *
   * @param since told to a database; search cannot be told a time
   */
  JsonNode read(Optional<Instant> since, Optional<String> token, int size) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("page_size", size);
    token.ifPresent(cursor -> body.put("start_cursor", cursor));
    return database.isPresent() ? query(database.get(), since, body) : search(body);
  }

  private JsonNode search(ObjectNode body) {
    body.putObject("filter").put("property", "object").put("value", "page");
    body.putObject("sort").put("timestamp", EDITED).put("direction", "descending");
    return http.post("/search", body);
  }

  private JsonNode query(String id, Optional<Instant> since, ObjectNode body) {
    body.putArray("sorts").addObject().put("timestamp", EDITED).put("direction", "descending");
    since.ifPresent(
        time ->
            body.putObject("filter")
                .put("timestamp", EDITED)
                .putObject(EDITED)
                .put("on_or_after", time.truncatedTo(ChronoUnit.MINUTES).toString()));
    try {
      return http.post("/databases/" + id + "/query", body);
    } catch (ProviderFailure e) {
      if (e.is(Kind.NOT_FOUND) || e.is(Kind.FORBIDDEN)) {
        throw ProviderFailure.of(
            Kind.CONFIGURATION, "the database is gone or not shared with the integration", e);
      }
      throw e;
    }
  }

  static List<JsonNode> pages(JsonNode list) {
    List<JsonNode> pages = new ArrayList<>();
    for (JsonNode each : list.path("results")) {
      boolean page = each.path("object").asString("page").equals("page");
      if (page && Fields.text(each, "id").isPresent()) {
        pages.add(each);
      }
    }
    return pages;
  }

  static Optional<String> next(JsonNode list) {
    return Fields.flag(list, "has_more") ? Fields.text(list, "next_cursor") : Optional.empty();
  }
}
