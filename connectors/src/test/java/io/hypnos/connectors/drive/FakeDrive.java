package io.hypnos.connectors.drive;

import io.hypnos.connectors.kit.FakeServer;
import io.hypnos.connectors.kit.FakeServer.Answer;
import io.hypnos.connectors.kit.FakeServer.Call;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A drive: lists by query with tokens that live some hours and belong to their query, tells the
 * last change of each file, exports native documents only.
 */
final class FakeDrive implements AutoCloseable {
  static final String ROOT = "rootId";
  private static final String API = "/drive/v3";
  private static final Duration TOKEN_LIVES = Duration.ofHours(3);
  private static final int LARGEST_EXPORT = 10 * 1024 * 1024;

  /** A page token, which is good for its own query only. */
  private record Token(String q, Instant below, String belowId, Instant issued) {}

  final FakeServer server = new FakeServer(this::answer);
  final Map<String, DriveFile> files = new LinkedHashMap<>();
  final Deque<Runnable> onRead = new ArrayDeque<>();
  final Deque<Runnable> onListPage = new ArrayDeque<>();
  boolean incomplete;
  boolean feedless;
  Instant credentialsEnd = Instant.MAX;

  /** How a forgotten place of the feed is refused. */
  int refusal = 400;

  long forgottenBelow;
  private final Clock clock;
  private final TreeMap<Long, String> changes = new TreeMap<>();
  private final Map<String, Long> places = new HashMap<>();
  private final Map<String, Token> tokens = new HashMap<>();
  private long last = 100;

  FakeDrive(Clock clock) {
    this.clock = clock;
    DriveFile root = new DriveFile(ROOT, DriveApi.FOLDER, "", clock.instant());
    files.put(ROOT, root);
  }

  DriveFile add(String id, String type, String content, String parent) {
    DriveFile file = new DriveFile(id, type, content, clock.instant());
    file.parents.add(parent);
    files.put(id, file);
    touch(id);
    return file;
  }

  DriveFile doc(String id, String content, String parent) {
    return add(id, DriveApi.NATIVE + "document", content, parent);
  }

  DriveFile folder(String id, String parent) {
    return add(id, DriveApi.FOLDER, "", parent);
  }

  DriveFile shortcut(String id, String target, String parent) {
    DriveFile file = add(id, DriveApi.SHORTCUT, "", parent);
    file.target = target;
    return file;
  }

  void edit(String id, String content) {
    files.get(id).content = content;
    files.get(id).modified = clock.instant();
    touch(id);
  }

  /** Moves a file; its time stays. */
  void move(String id, String parent) {
    files.get(id).parents.clear();
    files.get(id).parents.add(parent);
    touch(id);
  }

  /** Only the file itself is told of, not what is below it. */
  void trash(String id, boolean trashed) {
    files.get(id).trashed = trashed;
    touch(id);
  }

  void remove(String id) {
    files.remove(id);
    touch(id);
  }

  void share(String id, boolean shared) {
    files.get(id).shared = shared;
    touch(id);
  }

  /** The feed tells the last change of a file only. */
  void touch(String id) {
    Optional.ofNullable(places.put(id, ++last)).ifPresent(changes::remove);
    changes.put(last, id);
  }

  boolean isVisible(String id) {
    return files.containsKey(id) && files.get(id).shared;
  }

  /** Trash goes down from folders. */
  boolean isTrashed(DriveFile file) {
    Deque<DriveFile> up = new ArrayDeque<>(List.of(file));
    Set<String> met = new HashSet<>();
    while (!up.isEmpty()) {
      DriveFile each = up.poll();
      if (each.trashed) {
        return true;
      }
      if (met.add(each.id)) {
        each.parents.stream().map(files::get).filter(x -> x != null).forEach(up::add);
      }
    }
    return false;
  }

  List<String> log() {
    return server.calls().stream().map(call -> call.path().substring(API.length())).toList();
  }

  static Answer error(int status, String reason, String location, String message) {
    Map<String, Object> first = new HashMap<>();
    first.put("domain", "global");
    first.put("reason", reason);
    first.put("message", message);
    if (!location.isEmpty()) {
      first.put("locationType", "parameter");
      first.put("location", location);
    }
    return Answer.of(
        status,
        Map.of("error", Map.of("code", status, "message", message, "errors", List.of(first))));
  }

  private static Answer notFound(String id) {
    return error(404, "notFound", "fileId", "File not found: " + id + ".");
  }

  private Answer answer(Call call) {
    boolean known = call.head().getOrDefault("authorization", "").equals("Bearer secret-token");
    if (!known || !clock.instant().isBefore(credentialsEnd)) {
      return error(401, "authError", "Authorization", "Invalid Credentials");
    }
    String path = call.path().substring(API.length());
    if (path.equals("/files")) {
      Answer page = list(call.query());
      Optional.ofNullable(onListPage.poll()).ifPresent(Runnable::run);
      return page;
    }
    if (feedless && path.startsWith("/changes")) {
      return error(404, "notFound", "", "Not Found");
    }
    if (path.equals("/changes/startPageToken")) {
      return Answer.ok(Map.of("startPageToken", String.valueOf(last + 1)));
    }
    if (path.equals("/changes")) {
      return changes(call.query());
    }
    return file(path.substring("/files/".length()), call.query());
  }

  private Answer list(Map<String, String> query) {
    String q = query.getOrDefault("q", "");
    Predicate<DriveFile> wanted;
    try {
      wanted = DriveQuery.parse(this, q);
    } catch (DriveQuery.Bad e) {
      return e.isUnknownParent()
          ? error(404, "notFound", "fileId", e.getMessage())
          : error(400, "invalid", "q", e.getMessage());
    }
    int size = Integer.parseInt(query.getOrDefault("pageSize", "100"));
    if (size < 1 || size > 1000 || !query.getOrDefault("orderBy", "").equals("modifiedTime desc")) {
      return error(400, "invalid", "pageSize", "Invalid value");
    }
    Optional<Token> from = Optional.ofNullable(query.get("pageToken")).map(tokens::get);
    if (query.containsKey("pageToken") && from.filter(token -> isGood(token, q)).isEmpty()) {
      return error(400, "invalid", "pageToken", "Invalid Value");
    }
    Comparator<DriveFile> order =
        Comparator.comparing((DriveFile file) -> file.modified)
            .reversed()
            .thenComparing(file -> file.id);
    List<DriveFile> all =
        files.values().stream()
            .filter(file -> file.shared && !file.id.equals(ROOT))
            .filter(wanted)
            .filter(file -> from.isEmpty() || isBelow(file, from.get()))
            .sorted(order)
            .toList();
    List<DriveFile> page = all.subList(0, Math.min(size, all.size()));
    Map<String, Object> answer = new HashMap<>();
    answer.put("incompleteSearch", incomplete);
    answer.put("files", page.stream().map(f -> told(f, query.getOrDefault("fields", ""))).toList());
    if (page.size() < all.size()) {
      DriveFile end = page.get(page.size() - 1);
      String token = "t" + tokens.size();
      tokens.put(token, new Token(q, end.modified, end.id, clock.instant()));
      answer.put("nextPageToken", token);
    }
    return Answer.ok(answer);
  }

  private boolean isGood(Token token, String q) {
    return token.q().equals(q) && clock.instant().isBefore(token.issued().plus(TOKEN_LIVES));
  }

  private static boolean isBelow(DriveFile file, Token token) {
    int order = file.modified.compareTo(token.below());
    return order < 0 || (order == 0 && file.id.compareTo(token.belowId()) > 0);
  }

  private Map<String, Object> told(DriveFile file, String fields) {
    Map<String, Object> all = new HashMap<>();
    all.put("id", file.id);
    all.put("name", file.name);
    all.put("mimeType", file.type);
    all.put("modifiedTime", file.modified.toString());
    all.put("createdTime", file.created.toString());
    all.put("trashed", isTrashed(file));
    all.put("webViewLink", "https://drive.example/" + file.id);
    all.put("owners", List.of(Map.of("displayName", "Ann", "emailAddress", "ann@example.org")));
    all.put("capabilities", Map.of("canDownload", file.downloadable));
    List<String> parents = file.parents.stream().filter(this::isVisible).toList();
    if (!parents.isEmpty()) {
      all.put("parents", parents);
    }
    if (!file.target.isEmpty()) {
      all.put(
          "shortcutDetails",
          Map.of("targetId", file.target, "targetMimeType", files.get(file.target).type));
    }
    if (!file.isNative()) {
      byte[] bytes = file.content.getBytes(StandardCharsets.UTF_8);
      all.put("size", String.valueOf(file.size.orElse((long) bytes.length)));
      all.put("md5Checksum", "md5-" + file.content.hashCode());
    }
    all.keySet().removeIf(key -> !Pattern.compile("\\b" + key + "\\b").matcher(fields).find());
    return all;
  }

  private Answer changes(Map<String, String> query) {
    String place = query.getOrDefault("pageToken", "");
    if (!place.matches("[0-9]+") || Long.parseLong(place) < forgottenBelow) {
      return error(refusal, "invalid", "pageToken", "Invalid Value");
    }
    int size = Integer.parseInt(query.getOrDefault("pageSize", "100"));
    List<Map.Entry<Long, String>> all =
        List.copyOf(changes.tailMap(Long.parseLong(place), true).entrySet());
    List<Map<String, Object>> page = new ArrayList<>();
    for (Map.Entry<Long, String> each : all.subList(0, Math.min(size, all.size()))) {
      Map<String, Object> change = new HashMap<>();
      change.put("changeType", "file");
      change.put("fileId", each.getValue());
      change.put("removed", !isVisible(each.getValue()));
      if (isVisible(each.getValue())) {
        change.put("file", told(files.get(each.getValue()), query.getOrDefault("fields", "")));
      }
      page.add(change);
    }
    boolean more = page.size() < all.size();
    String next = String.valueOf(more ? all.get(size).getKey() : last + 1);
    return Answer.ok(Map.of("changes", page, more ? "nextPageToken" : "newStartPageToken", next));
  }

  private Answer file(String rest, Map<String, String> query) {
    boolean export = rest.endsWith("/export");
    String alias = export ? rest.substring(0, rest.length() - "/export".length()) : rest;
    String id = alias.equals("root") ? ROOT : alias;
    if (!isVisible(id)) {
      return notFound(id);
    }
    DriveFile file = files.get(id);
    boolean media = query.getOrDefault("alt", "").equals("media");
    if (!export && !media) {
      return Answer.ok(told(file, query.getOrDefault("fields", "")));
    }
    if (file.forbidden.isPresent()) {
      return error(403, file.forbidden.get(), "", "Forbidden");
    }
    if (export != file.isNative()) {
      String reason = export ? "fileNotExportable" : "fileNotDownloadable";
      return error(403, reason, "", "Only some files are read this way");
    }
    String form = file.type.endsWith("spreadsheet") ? "text/csv" : "text/plain";
    if (export && !form.equals(query.get("mimeType"))) {
      return error(400, "badRequest", "convertTo", "The requested conversion is not supported.");
    }
    if (export && file.size.orElse(0L) > LARGEST_EXPORT) {
      return error(403, "exportSizeLimitExceeded", "", "This file is too large to be exported.");
    }
    // Exported text begins with a mark of its byte order.
    String mark = export && form.equals("text/plain") ? "\uFEFF" : "";
    Answer bytes = new Answer(200, mark + file.content, Map.of("Content-Type", form));
    Optional.ofNullable(onRead.poll()).ifPresent(Runnable::run);
    return bytes;
  }

  @Override
  public void close() {
    server.close();
  }
}
