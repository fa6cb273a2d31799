package io.hypnos.connectors.notion;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The text of a page: blocks within blocks. */
final class NotionBlocks {
  private static final int DEEPEST = 8;
  private static final int MOST = 2_000;

  private final ProviderHttp http;

  NotionBlocks(ProviderHttp http) {
    this.http = http;
  }

  String text(String pageId) {
    StringBuilder text = new StringBuilder();
    append(pageId, 0, new int[] {MOST}, text);
    return text.toString();
  }

  private void append(String parent, int depth, int[] left, StringBuilder text) {
    Optional<String> cursor = Optional.empty();
    do {
      JsonNode list =
          http.get(
              "/blocks/" + parent + "/children",
              Parameters.none().with("page_size", "100").with("start_cursor", cursor).list());
      for (JsonNode block : list.path("results")) {
        if (left[0]-- <= 0) {
          return;
        }
        block(block, depth, left, text);
      }
      cursor = Fields.flag(list, "has_more") ? Fields.text(list, "next_cursor") : Optional.empty();
    } while (cursor.isPresent());
  }

  private void block(JsonNode block, int depth, int[] left, StringBuilder text) {
    String type = block.path("type").asString("");
    String line = line(block.path(type), type);
    if (!line.isBlank()) {
      text.append("  ".repeat(depth)).append(line).append('\n');
    }
    boolean own = type.equals("child_page") || type.equals("child_database");
    if (own || depth >= DEEPEST) {
      return;
    }
    Optional<String> original = Fields.text(block, type, "synced_from", "block_id");
    if (original.isPresent() || Fields.flag(block, "has_children")) {
      String from = original.orElseGet(() -> block.path("id").asString(""));
      try {
        append(from, depth + 1, left, text);
      } catch (ProviderFailure e) {
        boolean omitted = e.is(Kind.NOT_FOUND) || e.is(Kind.CONFIGURATION) || e.is(Kind.FORBIDDEN);
        if (!omitted) {
          throw e;
        }
      }
    }
  }

  private static String line(JsonNode value, String type) {
    String words = NotionProperties.plain(value.path("rich_text"));
    return switch (type) {
      case "to_do" -> (Fields.flag(value, "checked") ? "[x] " : "[ ] ") + words;
      case "bulleted_list_item", "numbered_list_item" -> "- " + words;
      case "code" -> words + caption(value);
      case "equation" -> value.path("expression").asString("");
      case "table_row" -> cells(value.path("cells"));
      case "child_page", "child_database" -> value.path("title").asString("");
      case "image", "video", "file", "pdf", "audio" ->
          (value.path("name").asString("") + caption(value)).strip();
      case "bookmark", "embed", "link_preview" -> value.path("url").asString("") + caption(value);
      case "divider", "breadcrumb", "table_of_contents", "unsupported" -> "";
      default -> words;
    };
  }

  private static String caption(JsonNode value) {
    String caption = NotionProperties.plain(value.path("caption"));
    return caption.isBlank() ? "" : " " + caption;
  }

  private static String cells(JsonNode cells) {
    List<String> texts = new ArrayList<>();
    cells.forEach(cell -> texts.add(NotionProperties.plain(cell)));
    return String.join("\t", texts);
  }
}
