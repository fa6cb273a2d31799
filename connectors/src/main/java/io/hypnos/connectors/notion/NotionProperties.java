package io.hypnos.connectors.notion;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** What stands at the head of a page. */
final class NotionProperties {
  /** Pages tell no more than so many of these; the rest is asked for by itself. */
  private static final int CUT = 25;

  private static final int MOST = 2_000;
  private static final Set<String> LISTS = Set.of("title", "rich_text", "people", "relation");

  private final ProviderHttp http;

  NotionProperties(ProviderHttp http) {
    this.http = http;
  }

  String title(JsonNode page) {
    for (JsonNode property : page.path("properties")) {
      if (property.path("type").asString("").equals("title")) {
        return plain(whole(page, property, "title"));
      }
    }
    return "";
  }

  static String plain(JsonNode richText) {
    StringBuilder text = new StringBuilder();
    richText.forEach(part -> text.append(part.path("plain_text").asString("")));
    return text.toString();
  }

  /** By name, as the order that they come in means nothing. */
  List<String> lines(JsonNode page) {
    Map<String, JsonNode> byName = new TreeMap<>();
    page.path("properties")
        .properties()
        .forEach(property -> byName.put(property.getKey(), property.getValue()));
    List<String> lines = new ArrayList<>();
    byName.forEach(
        (name, property) -> {
          String type = property.path("type").asString("");
          String value = type.equals("title") ? "" : value(whole(page, property, type), type);
          if (!value.isBlank()) {
            lines.add(name + ": " + value);
          }
        });
    return lines;
  }

  private JsonNode whole(JsonNode page, JsonNode property, String type) {
    JsonNode value = property.path(type);
    boolean cut = value.size() >= CUT || Fields.flag(property, "has_more");
    Optional<String> id = Fields.text(property, "id");
    if (!LISTS.contains(type) || !cut || id.isEmpty()) {
      return value;
    }
    try {
      return all("/pages/" + page.path("id").asString("") + "/properties/" + path(id.get()), type);
    } catch (ProviderFailure e) {
      if (e.is(Kind.NOT_FOUND) || e.is(Kind.FORBIDDEN) || e.is(Kind.CONFIGURATION)) {
        return value;
      }
      throw e;
    }
  }

  private JsonNode all(String path, String type) {
    ArrayNode all = JsonMapper.shared().createArrayNode();
    Optional<String> cursor = Optional.empty();
    do {
      JsonNode list =
          http.get(
              path, Parameters.none().with("page_size", "100").with("start_cursor", cursor).list());
      list.path("results").forEach(each -> all.add(each.path(type)));
      cursor = NotionList.next(list);
    } while (cursor.isPresent() && all.size() < MOST);
    return all;
  }

  /** Ids of properties are escaped for paths already, but for the old ones. */
  private static String path(String id) {
    return id.matches("[0-9A-Za-z%~_.-]+") ? id : URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  private static String value(JsonNode value, String type) {
    return switch (type) {
      case "title", "rich_text" -> plain(value);
      case "select", "status", "created_by", "last_edited_by" -> value.path("name").asString("");
      case "multi_select", "people", "files" -> each(value, "name");
      case "relation" -> each(value, "id");
      case "date" -> date(value);
      case "formula" -> {
        String kind = value.path("type").asString("");
        yield value(value.path(kind), kind);
      }
      case "unique_id" ->
          Fields.text(value, "prefix").map(prefix -> prefix + "-").orElse("")
              + Fields.text(value, "number").orElse("");
      case "rollup" -> rollup(value);
      default -> Fields.text(value).orElse("");
    };
  }

  private static String rollup(JsonNode value) {
    String kind = value.path("type").asString("");
    JsonNode inner = value.path(kind);
    if (!inner.isArray()) {
      return value(inner, kind);
    }
    List<String> parts = new ArrayList<>();
    for (JsonNode each : inner) {
      String type = each.path("type").asString("");
      String part = value(each.path(type), type);
      if (!part.isBlank()) {
        parts.add(part);
      }
    }
    return String.join(", ", parts);
  }

  private static String date(JsonNode value) {
    String end = Fields.text(value, "end").map(text -> " – " + text).orElse("");
    return Fields.text(value, "start").orElse("") + end;
  }

  private static String each(JsonNode values, String name) {
    List<String> names = new ArrayList<>();
    values.forEach(each -> Fields.text(each, name).ifPresent(names::add));
    return String.join(", ", names);
  }
}
