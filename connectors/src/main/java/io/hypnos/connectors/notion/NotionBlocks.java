package io.hypnos.connectors.notion;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The text of a page: blocks within blocks. */
final class NotionBlocks {
  private static final int DEEPEST = 8;
  private static final int MOST = 2_000;
  private static final int MOST_CHARACTERS = 1_000_000;

  /** Child pages are records of their own; Notion has no children to tell of the last. */
  private static final Set<String> CLOSED = Set.of("child_page", "child_database", "unsupported");

  /** They only hold others together, whose place in the outline stays. */
  private static final Set<String> FRAMES =
      Set.of("column_list", "column", "synced_block", "table");

  private final ProviderHttp http;

  NotionBlocks(ProviderHttp http) {
    this.http = http;
  }

  /**
   * What the blocks say.
   *
   * @param whole false when there was more than is read of one page
   */
  record Body(String text, boolean whole) {}

  /** A reading of one page. */
  private static final class Reading {
    private final StringBuilder text = new StringBuilder();
    private int left = MOST;
    private boolean whole = true;

    boolean isFull() {
      return left <= 0 || text.length() > MOST_CHARACTERS;
    }

    void write(String words, int indent) {
      if (!words.isBlank()) {
        words.lines().forEach(line -> text.append("  ".repeat(indent)).append(line).append('\n'));
      }
    }
  }

  Body read(String pageId) {
    Reading reading = new Reading();
    children(pageId, 0, 0, reading);
    return new Body(reading.text.toString(), reading.whole);
  }

  private void children(String parent, int depth, int indent, Reading reading) {
    Optional<String> cursor = Optional.empty();
    do {
      if (reading.isFull()) {
        reading.whole = false;
        return;
      }
      JsonNode list =
          http.get(
              "/blocks/" + parent + "/children",
              Parameters.none().with("page_size", "100").with("start_cursor", cursor).list());
      for (JsonNode block : list.path("results")) {
        if (reading.isFull()) {
          reading.whole = false;
          return;
        }
        reading.left--;
        block(block, depth, indent, reading);
      }
      cursor = NotionList.next(list);
    } while (cursor.isPresent());
  }

  private void block(JsonNode block, int depth, int indent, Reading reading) {
    String type = block.path("type").asString("");
    reading.write(NotionBlock.text(block.path(type), type), indent);
    Optional<String> original = Fields.text(block, type, "synced_from", "block_id");
    boolean inside = original.isPresent() || Fields.flag(block, "has_children");
    if (!inside || CLOSED.contains(type)) {
      return;
    }
    if (depth >= DEEPEST) {
      reading.whole = false;
      return;
    }
    String from = original.orElseGet(() -> block.path("id").asString(""));
    try {
      children(from, depth + 1, FRAMES.contains(type) ? indent : indent + 1, reading);
    } catch (ProviderFailure e) {
      boolean omitted = e.is(Kind.NOT_FOUND) || e.is(Kind.CONFIGURATION) || e.is(Kind.FORBIDDEN);
      if (!omitted) {
        throw e;
      }
    }
  }
}
