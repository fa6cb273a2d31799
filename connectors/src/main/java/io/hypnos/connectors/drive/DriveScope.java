package io.hypnos.connectors.drive;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.drive.DriveApi.Files;
import io.hypnos.connectors.sync.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Which files belong to a connection. A shortcut stands for the file that it leads to. */
final class DriveScope {
  private static final int AT_ONCE = 40;

  private final DriveApi api;
  private final Optional<String> folder;
  private final Optional<String> query;
  private final Ancestors ancestors;
  private final Map<String, JsonNode> listed = new HashMap<>();
  private Optional<String> root = Optional.empty();

  DriveScope(DriveApi api, Optional<String> folder, Optional<String> query) {
    this.api = api;
    this.folder = folder;
    this.query = query;
    this.ancestors = new Ancestors(api);
  }

  /** Whether a folder alone says what belongs; a query can only be answered by Drive. */
  boolean isTree() {
    return folder.isPresent() && query.isEmpty();
  }

  boolean hasQuery() {
    return query.isPresent();
  }

  /** The folder's own id, which an alias like {@code root} has too; asked for once a run. */
  String root() {
    if (root.isEmpty()) {
      requireRoot();
    }
    return root.orElse("");
  }

  /** What is in a folder that is gone would seem to be gone too: that ends the run instead. */
  void requireRoot() {
    if (folder.isEmpty()) {
      return;
    }
    JsonNode found;
    try {
      found = api.file(folder.get());
    } catch (ProviderFailure e) {
      throw e.is(Kind.NOT_FOUND)
          ? ProviderFailure.of(Kind.NOT_FOUND, "the folder is gone or not shared any more", e)
          : e;
    }
    if (Fields.flag(found, "trashed")) {
      throw ProviderFailure.of(Kind.NOT_FOUND, "the folder is in the trash");
    }
    if (!isFolder(found)) {
      throw ProviderFailure.of(Kind.CONFIGURATION, "config.folder_id is not a folder");
    }
    root = Fields.text(found, "id").or(() -> folder);
  }

  static boolean isFolder(JsonNode file) {
    return file.path("mimeType").asString("").equals(DriveApi.FOLDER);
  }

  static boolean isShortcut(JsonNode file) {
    return file.path("mimeType").asString("").equals(DriveApi.SHORTCUT);
  }

  /** Files that belong, wherever they are; and that changed since then, if that is given. */
  String wanted(Optional<Instant> since) {
    String window =
        since
            .map(time -> " and (modifiedTime >= '%1$s' or createdTime >= '%1$s')".formatted(time))
            .orElse("");
    String files = "trashed = false and mimeType != " + DriveApi.quoted(DriveApi.FOLDER) + window;
    return query.map(own -> files + " and (" + own + ")").orElse(files);
  }

  /** Another page begins: what was listed before is not needed any more. */
  void turnPage() {
    listed.clear();
  }

  /** What was listed just now. */
  Optional<JsonNode> take(String id) {
    return Optional.ofNullable(listed.remove(id));
  }

  /** The record of a listed file that lives; empty when there is nothing to read. */
  Optional<Item> item(JsonNode file) {
    if (isFolder(file)) {
      return Optional.empty();
    }
    return isShortcut(file) ? target(file).flatMap(this::readable) : readable(file);
  }

  private Optional<Item> readable(JsonNode file) {
    if (!DriveText.isReadable(file)) {
      return Optional.empty();
    }
    String id = file.path("id").asString("");
    listed.put(id, file);
    String version =
        Fields.text(file, "md5Checksum").orElse("")
            + "/"
            + Fields.text(file, "modifiedTime").orElse("")
            + "/"
            + Fields.text(file, "name").orElse("");
    return Optional.of(Item.listed(id, version, Map.of()));
  }

  /** The file that a shortcut leads to, if it lives; shortcuts to folders are not followed. */
  private Optional<JsonNode> target(JsonNode shortcut) {
    JsonNode details = shortcut.path("shortcutDetails");
    Optional<String> id = Fields.text(details, "targetId");
    if (id.isEmpty() || details.path("targetMimeType").asString("").equals(DriveApi.FOLDER)) {
      return Optional.empty();
    }
    try {
      return Optional.of(api.file(id.get())).filter(file -> !Fields.flag(file, "trashed"));
    } catch (ProviderFailure e) {
      if (e.is(Kind.NOT_FOUND) || e.is(Kind.FORBIDDEN) || e.is(Kind.RECORD)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether the folder is above, if one is asked for. */
  boolean isBelow(JsonNode file) {
    return folder.isEmpty() || ancestors.reach(file, root());
  }

  boolean isFolderInside(String id) {
    return ancestors.reach(List.of(id), root());
  }

  void learn(JsonNode folderFile) {
    ancestors.learn(folderFile);
  }

  /**
   * What became of files that changed: each belongs, or is gone.
   *
   * @param shortcuts whether there are shortcuts that may lead to files elsewhere
   */
  Collection<Item> judge(List<JsonNode> files, boolean shortcuts) {
    Map<String, Item> verdicts = new LinkedHashMap<>();
    Map<String, JsonNode> outside = new LinkedHashMap<>();
    for (JsonNode file : files) {
      String id = file.path("id").asString("");
      if (isFolder(file)) {
        continue;
      }
      if (!isShortcut(file)) {
        judge(id, file, verdicts, outside);
      } else if (!hasQuery()) {
        Optional<JsonNode> target = target(file);
        if (target.isPresent()) {
          follow(file, target.get(), verdicts, outside);
        }
      }
    }
    Set<String> pointed = shortcuts ? pointed(outside.keySet()) : Set.of();
    outside.forEach(
        (id, file) -> {
          Optional<Item> item = pointed.contains(id) ? readable(file) : Optional.empty();
          verdicts.putIfAbsent(id, item.orElseGet(() -> Item.gone(id)));
        });
    return verdicts.values();
  }

  private void judge(
      String id, JsonNode file, Map<String, Item> verdicts, Map<String, JsonNode> outside) {
    if (Fields.flag(file, "trashed") || !DriveText.isReadable(file)) {
      verdicts.put(id, Item.gone(id));
    } else if (!isBelow(file)) {
      outside.put(id, file);
    } else if (!hasQuery()) {
      readable(file).ifPresent(item -> verdicts.put(id, item));
    }
  }

  private void follow(
      JsonNode shortcut,
      JsonNode target,
      Map<String, Item> verdicts,
      Map<String, JsonNode> outside) {
    String id = target.path("id").asString("");
    boolean good = !Fields.flag(shortcut, "trashed") && isBelow(shortcut);
    if (good) {
      readable(target).ifPresent(item -> verdicts.put(id, item));
    } else if (folder.isPresent()) {
      judge(id, target, verdicts, outside);
    }
  }

  /** Those of the files that a shortcut below the folder leads to. */
  private Set<String> pointed(Collection<String> ids) {
    Set<String> found = new HashSet<>();
    List<String> rest = new ArrayList<>(ids);
    while (!rest.isEmpty()) {
      List<String> some = rest.subList(0, Math.min(AT_ONCE, rest.size()));
      String targets =
          some.stream()
              .map(id -> "shortcutDetails.targetId = " + DriveApi.quoted(id))
              .collect(Collectors.joining(" or "));
      some.clear();
      Optional<String> token = Optional.empty();
      do {
        Files page = api.list("trashed = false and (" + targets + ")", token, 100);
        for (JsonNode shortcut : page.files()) {
          if (isBelow(shortcut)) {
            Fields.text(shortcut, "shortcutDetails", "targetId").ifPresent(found::add);
          }
        }
        token = page.next();
      } while (token.isPresent());
    }
    return found;
  }
}
