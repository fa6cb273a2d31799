package io.hypnos.connectors.gmail;

import io.hypnos.connectors.sync.Item;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the history of a mailbox says of each mail; the last word counts. */
final class MailHistory {
  private static final Set<String> HIDDEN = Set.of("TRASH", "SPAM", "DRAFT");

  private MailHistory() {}

  /** Mails do not change: an id is read once. */
  static Item mail(String id) {
    return Item.listed(id, "sent", Map.of());
  }

  /** Whether a mail is not to be remembered. */
  static boolean isHidden(JsonNode labelled) {
    for (JsonNode label : labelled.path("labelIds")) {
      if (HIDDEN.contains(label.asString(""))) {
        return true;
      }
    }
    return false;
  }

  /**
   * What became of mails.
   *
   * @param onlyGone whether what came is asked for elsewhere
   */
  static List<Item> items(JsonNode page, boolean onlyGone) {
    Map<String, Item> items = new LinkedHashMap<>();
    for (JsonNode entry : page.path("history")) {
      for (JsonNode added : entry.path("messagesAdded")) {
        String id = id(added);
        put(items, isHidden(added.path("message")) ? Item.gone(id) : mail(id), onlyGone);
      }
      for (JsonNode added : entry.path("labelsAdded")) {
        if (isHidden(added)) {
          put(items, Item.gone(id(added)), onlyGone);
        }
      }
      for (JsonNode removed : entry.path("labelsRemoved")) {
        if (isHidden(removed)) {
          // Out of the trash, perhaps into another hiding place: the mail itself knows.
          put(items, Item.listed(id(removed), "", Map.of()), onlyGone);
        }
      }
      for (JsonNode deleted : entry.path("messagesDeleted")) {
        put(items, Item.gone(id(deleted)), onlyGone);
      }
    }
    return List.copyOf(items.values());
  }

  private static String id(JsonNode entry) {
    return entry.path("message").path("id").asString("");
  }

  private static void put(Map<String, Item> items, Item item, boolean onlyGone) {
    if (item.id().isEmpty()) {
      return;
    }
    items.remove(item.id());
    if (item.deleted() || !onlyGone) {
      items.put(item.id(), item);
    }
  }
}
