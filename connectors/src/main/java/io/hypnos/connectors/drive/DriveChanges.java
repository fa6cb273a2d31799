package io.hypnos.connectors.drive;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.Page;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The feed of changes. A folder that comes in or goes out takes with it what is below it, of which
 * the feed says nothing: then its files are listed. So that other changes of folders cost nothing,
 * the folders inside are remembered.
 */
final class DriveChanges {
  static final String AT = "changes";
  static final String SHORTCUTS = "shortcuts";
  private static final String FOLDERS = "folders";
  private static final String BELOW = "below";
  private static final int MOST_FOLDERS = 5_000;

  private final DriveApi api;
  private final DriveScope scope;
  private final int pageSize;

  DriveChanges(DriveApi api, DriveScope scope, int pageSize) {
    this.api = api;
    this.scope = scope;
    this.pageSize = pageSize;
  }

  /** Remembers the folders inside; too many are left to the sweep of the day. */
  static void note(Collection<String> folders, Map<String, String> position) {
    if (folders.size() <= MOST_FOLDERS) {
      position.put(FOLDERS, String.join(",", folders));
    }
  }

  Page read(Map<String, String> position) {
    return position.containsKey(BELOW) ? below(position) : changes(position);
  }

  private Page changes(Map<String, String> position) {
    JsonNode page = api.changes(position.get(AT), pageSize);
    Map<String, Item> items = new LinkedHashMap<>();
    List<JsonNode> files = new ArrayList<>();
    List<JsonNode> folders = new ArrayList<>();
    for (JsonNode change : page.path("changes")) {
      String id = change.path("fileId").asString("");
      JsonNode file = change.path("file");
      if (id.isEmpty()) {
        continue; // A shared drive changed, not a file.
      }
      if (Fields.flag(change, "removed") || !file.isObject()) {
        items.put(id, Item.gone(id));
      } else if (DriveScope.isFolder(file)) {
        folders.add(file);
      } else {
        files.add(file);
      }
    }
    folders.forEach(scope::learn);
    boolean shortcuts = hasShortcuts(position, files);
    scope.judge(files, shortcuts).forEach(item -> items.put(item.id(), item));
    Optional<String> more = Fields.text(page, "nextPageToken");
    Map<String, String> next = new HashMap<>();
    next.put(AT, more.or(() -> Fields.text(page, "newStartPageToken")).orElse(position.get(AT)));
    keep(FOLDERS, position, next);
    if (shortcuts) {
      next.put(SHORTCUTS, "true");
    }
    Set<String> moved = moved(folders, position);
    if (!moved.isEmpty()) {
      next.put(BELOW, FolderTree.Place.at(moved).text());
    }
    return new Page(List.copyOf(items.values()), next, more.isPresent() || !moved.isEmpty());
  }

  private boolean hasShortcuts(Map<String, String> position, List<JsonNode> files) {
    return position.containsKey(SHORTCUTS)
        || (scope.isTree() && files.stream().anyMatch(DriveScope::isShortcut));
  }

  private static void keep(String name, Map<String, String> position, Map<String, String> next) {
    Optional.ofNullable(position.get(name)).ifPresent(value -> next.put(name, value));
  }

  private static Set<String> known(Map<String, String> position) {
    return new LinkedHashSet<>(List.of(position.get(FOLDERS).split(",")));
  }

  private Set<String> moved(List<JsonNode> folders, Map<String, String> position) {
    Set<String> moved = new LinkedHashSet<>();
    if (scope.isTree() && position.containsKey(FOLDERS) && !folders.isEmpty()) {
      Set<String> known = known(position);
      for (JsonNode folder : folders) {
        String id = folder.path("id").asString("");
        if (scope.isFolderInside(id) != known.contains(id)) {
          moved.add(id);
        }
      }
    }
    return moved;
  }

  /** Files under folders that moved; each is judged by where it is now. */
  private Page below(Map<String, String> position) {
    FolderTree.Step step =
        new FolderTree(api, true, pageSize).step(FolderTree.Place.parse(position.get(BELOW)));
    step.files().stream().filter(DriveScope::isFolder).forEach(scope::learn);
    boolean shortcuts = hasShortcuts(position, step.files());
    List<Item> items = List.copyOf(scope.judge(step.files(), shortcuts));
    Map<String, String> next = new HashMap<>();
    keep(AT, position, next);
    if (shortcuts) {
      next.put(SHORTCUTS, "true");
    }
    if (step.next().isPresent()) {
      keep(FOLDERS, position, next);
      next.put(BELOW, step.next().get().text());
    } else {
      Set<String> folders = known(position);
      for (String id : step.met()) {
        if (scope.isFolderInside(id)) {
          folders.add(id);
        } else {
          folders.remove(id);
        }
      }
      note(folders, next);
    }
    return new Page(items, next, true);
  }
}
