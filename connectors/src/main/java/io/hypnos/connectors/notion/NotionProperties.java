package io.hypnos.connectors.notion;

import io.hypnos.connectors.call.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What stands at the head of a page. */
final class NotionProperties {
  private NotionProperties() {}

  static String title(JsonNode page) {
    for (JsonNode property : page.path("properties")) {
      if (property.path("type").asString("").equals("title")) {
        return plain(property.path("title"));
      }
    }
    return "";
  }

  static String plain(JsonNode richText) {
    StringBuilder text = new StringBuilder();
    richText.forEach(part -> text.append(part.path("plain_text").asString("")));
    return text.toString();
  }

  static String lines(JsonNode page) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : page.path("properties").properties()) {
      String type = property.getValue().path("type").asString("");
      String value = type.equals("title") ? "" : value(property.getValue().path(type), type);
      if (!value.isBlank()) {
        lines.add(property.getKey() + ": " + value);
      }
    }
    return String.join("\n", lines);
  }

  private static String value(JsonNode value, String type) {
    return switch (type) {
      case "rich_text" -> plain(value);
      case "select", "status" -> value.path("name").asString("");
      case "multi_select", "people" -> names(value, "name");
      case "relation" -> names(value, "id");
      case "date" -> date(value);
      case "formula" -> {
        String kind = value.path("type").asString("");
        yield value(value.path(kind), kind);
      }
      case "unique_id" ->
          Fields.text(value, "prefix").map(prefix -> prefix + "-").orElse("")
              + Fields.text(value, "number").orElse("");
      case "rollup" -> rollup(value);
      case "created_by", "last_edited_by" -> value.path("name").asString("");
      default -> Optional.of(value).flatMap(node -> Fields.text(node)).orElse("");
    };
  }

  private static String rollup(JsonNode value) {
    String kind = value.path("type").asString("");
    JsonNode inner = value.path(kind);
    if (!inner.isArray()) {
      return value(inner, kind);
    }
    List<String> parts = new ArrayList<>();
    inner.forEach(
        each -> {
          String type = each.path("type").asString("");
          parts.add(type.equals("title") ? plain(each.path(type)) : value(each.path(type), type));
        });
    return String.join(", ", parts);
  }

  private static String date(JsonNode value) {
    String end = Fields.text(value, "end").map(text -> " – " + text).orElse("");
    return Fields.text(value, "start").orElse("") + end;
  }

  private static String names(JsonNode values, String name) {
    List<String> names = new ArrayList<>();
    values.forEach(each -> Fields.text(each, name).ifPresent(names::add));
    return String.join(", ", names);
  }
}
