package io.hypnos.connectors.drive;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.FileReader;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.NewestFirst;
import io.hypnos.connectors.sync.NewestFirst.Dated;
import io.hypnos.connectors.sync.NewestFirst.Listed;
import io.hypnos.connectors.sync.Page;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sweep;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * All files once, newest first, then the feed of changes. Times do not tell of files that were
 * moved in, shared or brought back from the trash; the feed does. Its place is noted before the
 * files are read, so nothing falls between the two.
 */
final class DriveFiles implements Source {
  private static final String NATIVE = "application/vnd.google-apps.";
  private static final String FOLDER = NATIVE + "folder";
  private static final Map<String, String> EXPORTS =
      Map.of(
          NATIVE + "document", "text/plain",
          NATIVE + "spreadsheet", "text/csv",
          NATIVE + "presentation", "text/plain");
  private static final String FILE =
      "id,name,mimeType,modifiedTime,createdTime,trashed,parents,webViewLink,size,md5Checksum,"
          + "owners(displayName,emailAddress)";
  private static final Duration OVERLAP = Duration.ofMinutes(5);
  private static final long LARGEST = 20_000_000;
  private static final int DEEPEST = 50;

  private final ProviderHttp http;
  private final Optional<String> folder;
  private final Optional<String> query;
  private final FileReader files;
  private final Map<String, Boolean> inside = new HashMap<>();

  DriveFiles(ProviderHttp http, Optional<String> folder, Optional<String> query, FileReader files) {
    this.http = http;
    this.folder = folder;
    this.query = query;
    this.files = files;
  }

  @Override
  public void check() {
    if (folder.isPresent()) {
      file(folder.get());
    }
    list(Optional.empty(), 1);
  }

  @Override
  public List<Feed> feeds() {
    Feed all =
        new Feed() {
          @Override
          public String name() {
            return "files";
          }

          @Override
          public Page read(Map<String, String> position) {
            return position.containsKey("changes") ? changes(position) : walk(position);
          }
        };
    return query.isEmpty()
        ? List.of(all)
        : List.of(all, new NewestFirst("matches", OVERLAP, this::matches, http::vendorNow));
  }

  /** What matches the query and is new; only Drive can say what matches. */
  private Listed matches(Optional<Instant> since, Optional<String> token) {
    JsonNode page = list(since, token, 100);
    List<Dated> dated = new ArrayList<>();
    for (JsonNode file : page.path("files")) {
      if (isReadable(file) && isInside(file)) {
        Instant changed = Fields.time(file, "modifiedTime").orElse(Instant.EPOCH);
        Instant made = Fields.time(file, "createdTime").orElse(Instant.EPOCH);
        dated.add(new Dated(item(file), made.isAfter(changed) ? made : changed));
      }
    }
    return new Listed(dated, Fields.text(page, "nextPageToken"));
  }

  private JsonNode list(Optional<String> token, int size) {
    return list(Optional.empty(), token, size);
  }

  private JsonNode list(Optional<Instant> since, Optional<String> token, int size) {
    String window =
        since
            .map(time -> " and (modifiedTime >= '%1$s' or createdTime >= '%1$s')".formatted(time))
            .orElse("");
    String wanted = "trashed = false and mimeType != '" + FOLDER + "'" + window;
    return http.get(
        "/files",
        Parameters.none()
            .with("q", query.map(own -> wanted + " and (" + own + ")").orElse(wanted))
            .with("orderBy", "modifiedTime desc")
            .with("pageSize", String.valueOf(size))
            .with("pageToken", token)
            .with("fields", "nextPageToken,incompleteSearch,files(" + FILE + ")")
            .with("supportsAllDrives", "true")
            .with("includeItemsFromAllDrives", "true")
            .list());
  }

  private Page walk(Map<String, String> position) {
    String start =
        Optional.ofNullable(position.get("start"))
            .orElseGet(
                () ->
                    http.get(
                            "/changes/startPageToken",
                            Parameters.none().with("supportsAllDrives", "true").list())
                        .path("startPageToken")
                        .asString(""));
    Optional<String> token = Optional.ofNullable(position.get("token"));
    JsonNode page;
    try {
      page = list(token, 100);
    } catch (ProviderFailure e) {
      if (token.isEmpty() || !e.is(Kind.CONFIGURATION)) {
        throw e;
      }
      page = list(Optional.empty(), 100); // The token is too old; what is known is skipped.
    }
    Optional<String> more = Fields.text(page, "nextPageToken");
    Map<String, String> next =
        more.isPresent() ? Map.of("start", start, "token", more.get()) : Map.of("changes", start);
    return new Page(items(page), next, more.isPresent());
  }

  private List<Item> items(JsonNode page) {
    List<Item> items = new ArrayList<>();
    for (JsonNode file : page.path("files")) {
      if (isReadable(file) && isInside(file)) {
        items.add(item(file));
      }
    }
    return items;
  }

  private static Item item(JsonNode file) {
    String version =
        Fields.text(file, "md5Checksum").orElse("")
            + "/"
            + Fields.text(file, "modifiedTime").orElse("")
            + "/"
            + Fields.text(file, "name").orElse("");
    return Item.listed(file.path("id").asString(""), version, Map.of());
  }

  private static boolean isReadable(JsonNode file) {
    String type = file.path("mimeType").asString("");
    return !type.startsWith(NATIVE) || EXPORTS.containsKey(type);
  }

  /** Whether the folder is above the file, over any number of folders. */
  private boolean isInside(JsonNode file) {
    return folder.isEmpty() || reaches(file, new HashSet<>());
  }

  private boolean reaches(JsonNode file, Set<String> path) {
    for (JsonNode parent : file.path("parents")) {
      String id = parent.asString("");
      if (id.equals(folder.orElse(""))) {
        return true;
      }
      if (path.size() < DEEPEST && path.add(id)) {
        Boolean known = inside.get(id);
        boolean found = known == null ? look(id, path) : known;
        inside.put(id, found);
        if (found) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean look(String id, Set<String> path) {
    try {
      return reaches(file(id), path);
    } catch (ProviderFailure e) {
      if (e.is(Kind.NOT_FOUND) || e.is(Kind.FORBIDDEN) || e.is(Kind.RECORD)) {
        return false;
      }
      throw e;
    }
  }

  private JsonNode file(String id) {
    return http.get(
        "/files/" + id,
        Parameters.none().with("fields", FILE).with("supportsAllDrives", "true").list());
  }

  private Page changes(Map<String, String> position) {
    JsonNode page;
    try {
      page =
          http.get(
              "/changes",
              Parameters.none()
                  .with("pageToken", position.get("changes"))
                  .with("pageSize", "100")
                  .with("supportsAllDrives", "true")
                  .with("includeItemsFromAllDrives", "true")
                  .with(
                      "fields",
                      "nextPageToken,newStartPageToken,changes(changeType,fileId,removed,time,file("
                          + FILE
                          + "))")
                  .list());
    } catch (ProviderFailure e) {
      if (e.is(Kind.CONFIGURATION) || e.is(Kind.NOT_FOUND)) {
        return new Page(List.of(), Map.of(), true); // The feed has forgotten the place.
      }
      throw e;
    }
    List<Item> items = new ArrayList<>();
    for (JsonNode change : page.path("changes")) {
      change(change).ifPresent(items::add);
    }
    Optional<String> more = Fields.text(page, "nextPageToken");
    String next =
        more.or(() -> Fields.text(page, "newStartPageToken")).orElse(position.get("changes"));
    return new Page(items, Map.of("changes", next), more.isPresent());
  }

  private Optional<Item> change(JsonNode change) {
    String id = change.path("fileId").asString("");
    JsonNode file = change.path("file");
    if (id.isEmpty() || file.path("mimeType").asString("").equals(FOLDER)) {
      return Optional.empty();
    }
    boolean gone =
        Fields.flag(change, "removed")
            || !file.isObject()
            || Fields.flag(file, "trashed")
            || !isReadable(file)
            || !isInside(file);
    if (gone) {
      return Optional.of(Item.gone(id));
    }
    // With a query of its own only Drive can say whether a file belongs.
    return query.isEmpty() ? Optional.of(item(file)) : Optional.empty();
  }

  @Override
  public Optional<Document> fetch(Item item) {
    JsonNode file = file(item.id());
    if (Fields.flag(file, "trashed")) {
      return Optional.empty();
    }
    String name = file.path("name").asString("");
    String type = file.path("mimeType").asString("");
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("mime_type", type);
    return Optional.of(
        new Document(
            name,
            text(item.id(), file, name, type).map(text -> name + "\n\n" + text).orElse(""),
            Fields.text(file, "webViewLink"),
            Fields.text(file.path("owners").path(0), "displayName"),
            Fields.time(file, "createdTime"),
            Fields.time(file, "modifiedTime"),
            metadata));
  }

  private Optional<String> text(String id, JsonNode file, String name, String type) {
    String export = EXPORTS.get(type);
    if (export != null) {
      byte[] bytes =
          http.bytes("/files/" + id + "/export", Parameters.none().with("mimeType", export).list());
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }
    long size = Fields.text(file, "size").map(Long::parseLong).orElse(0L);
    if (size > LARGEST) {
      throw ProviderFailure.of(Kind.RECORD, "the file is too large");
    }
    byte[] bytes =
        http.bytes(
            "/files/" + id,
            Parameters.none().with("alt", "media").with("supportsAllDrives", "true").list());
    return files.read(name, type, bytes);
  }

  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        token -> {
          JsonNode page = list(token, 1_000);
          return new Sweep.Live(
              items(page),
              Fields.text(page, "nextPageToken"),
              !Fields.flag(page, "incompleteSearch"));
        });
  }
}
