package io.hypnos.connectors.notion;

import io.hypnos.connectors.call.Fields;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What one block says, without what is inside it. */
final class NotionBlock {
  private NotionBlock() {}

  static String text(JsonNode value, String type) {
    String words = NotionProperties.plain(value.path("rich_text"));
    return switch (type) {
      case "to_do" -> (Fields.flag(value, "checked") ? "[x] " : "[ ] ") + words;
      case "bulleted_list_item", "numbered_list_item" -> "- " + words;
      case "code" -> joined("\n", language(value), words, caption(value));
      case "equation" -> value.path("expression").asString("");
      case "table_row" -> cells(value.path("cells"));
      case "child_page", "child_database" -> value.path("title").asString("");
      case "image", "video", "file", "pdf", "audio" ->
          joined(" ", value.path("name").asString(""), caption(value));
      case "bookmark", "embed", "link_preview" ->
          joined(" ", value.path("url").asString(""), caption(value));
      case "divider", "breadcrumb", "table_of_contents", "unsupported" -> "";
      default -> words;
    };
  }

  private static String language(JsonNode value) {
    String language = value.path("language").asString("");
    return language.equals("plain text") ? "" : language;
  }

  private static String caption(JsonNode value) {
    return NotionProperties.plain(value.path("caption"));
  }

  private static String joined(String between, String... parts) {
    List<String> said = new ArrayList<>();
    for (String part : parts) {
      if (!part.isBlank()) {
        said.add(part);
      }
    }
    return String.join(between, said);
  }

  private static String cells(JsonNode cells) {
    List<String> texts = new ArrayList<>();
    cells.forEach(cell -> texts.add(NotionProperties.plain(cell)));
    return String.join("\t", texts);
  }
}
