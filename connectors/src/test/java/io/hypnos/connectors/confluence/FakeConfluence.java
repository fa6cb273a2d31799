package io.hypnos.connectors.confluence;

import io.hypnos.connectors.kit.FakeServer;
import io.hypnos.connectors.kit.FakeServer.Answer;
import io.hypnos.connectors.kit.FakeServer.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A site with both versions of the API. A cursor names the sort value and id of the last page of
 * its list, so what moves while a list is read is not listed again further on.
 */
final class FakeConfluence implements AutoCloseable {
  static final String EMAIL = "me@acme.example";
  static final String TOKEN = "api-token-1";
  static final String WEB = "https://acme.atlassian.net/wiki";

  /** A page; the body is null for one that has none. */
  record Content(
      long id,
      String space,
      String title,
      String body,
      String status,
      Instant created,
      Instant modified,
      int version) {

    Content status(String other) {
      return new Content(id, space, title, body, other, created, modified, version);
    }

    Content at(Instant time) {
      return new Content(id, space, title, body, status, created, time, version);
    }

    Content in(String other) {
      return new Content(id, other, title, body, status, created, modified, version);
    }
  }

  private static final Pattern CQL =
      Pattern.compile(
          "type = page(?: and space = \"([^\"]+)\")?"
              + "(?: and lastmodified >= \"(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d)\")?"
              + " order by (lastmodified desc|created asc)");
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  final FakeServer server = new FakeServer(this::answer);
  final TreeMap<Long, Content> pages = new TreeMap<>();
  final Map<String, String> spaces = new HashMap<>(Map.of("ENG", "100", "OPS", "200"));

  /** What happens right before the call of that number, counted from 0. */
  final Map<Integer, Runnable> before = new HashMap<>();

  /** The path of a gateway before that of the wiki. */
  String gateway = "";

  String token = TOKEN;
  ZoneId zoneOfUser = ZoneOffset.UTC;
  private int calls;
  private int generation;

  void write(long id, String space, String title, String body, Instant at) {
    Content old = pages.get(id);
    pages.put(
        id,
        new Content(
            id,
            space,
            title,
            body,
            "current",
            old == null ? at : old.created(),
            at,
            old == null ? 1 : old.version() + 1));
  }

  void status(long id, String status) {
    pages.computeIfPresent(id, (same, page) -> page.status(status));
  }

  /** Cursors given so far are not taken any more. */
  void expireCursors() {
    generation++;
  }

  private Answer answer(Call call) {
    before.getOrDefault(calls++, () -> {}).run();
    String pair = EMAIL + ":" + token;
    String basic =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    if (!call.head().getOrDefault("authorization", "").equals(basic)) {
      return Answer.of(401, problem(401, "Unauthorized"));
    }
    if (!call.path().startsWith(gateway + "/wiki/") || !call.method().equals("GET")) {
      return Answer.of(404, problem(404, "Not Found"));
    }
    String path = call.path().substring(gateway.length() + "/wiki".length());
    Map<String, String> query = call.query();
    try {
      return switch (path) {
        case "/api/v2/pages" -> listed(query);
        case "/api/v2/spaces" ->
            Answer.ok(Map.of("results", space("id", query.get("keys")), "_links", Map.of()));
        case "/rest/api/space" ->
            Answer.ok(Map.of("results", space("id", query.get("spaceKey")), "_links", Map.of()));
        case "/rest/api/content/search" -> searched(query);
        default -> one(path, query);
      };
    } catch (IllegalArgumentException e) {
      return Answer.of(400, problem(400, "INVALID_REQUEST_PARAMETER"));
    }
  }

  private static Map<String, Object> problem(int status, String title) {
    return Map.of("errors", List.of(Map.of("status", status, "code", title, "title", title)));
  }

  private List<Object> space(String name, String key) {
    return spaces.containsKey(key) ? List.of(Map.of(name, spaces.get(key), "key", key)) : List.of();
  }

  private static void require(boolean good) {
    if (!good) {
      throw new IllegalArgumentException("refused");
    }
  }

  private Answer listed(Map<String, String> query) {
    require(
        Set.of("sort", "space-id", "status", "body-format", "limit", "cursor")
            .containsAll(query.keySet()));
    int limit = Integer.parseInt(query.getOrDefault("limit", "25"));
    require(limit >= 1 && limit <= 250);
    require(Set.of("id", "-modified-date").contains(query.getOrDefault("sort", "id")));
    require(query.getOrDefault("body-format", "storage").equals("storage"));
    Set<String> statuses =
        query.containsKey("status") ? Set.of(query.get("status")) : Set.of("current", "archived");
    require(Set.of("current", "archived", "trashed", "deleted").containsAll(statuses));
    String space = query.getOrDefault("space-id", "");
    if (!space.isEmpty() && !spaces.containsValue(space)) {
      return Answer.of(404, problem(404, "Not Found"));
    }
    boolean newest = query.getOrDefault("sort", "id").equals("-modified-date");
    List<Content> all =
        sorted(
            page ->
                statuses.contains(page.status())
                    && (space.isEmpty() || spaces.get(page.space()).equals(space)),
            newest ? page -> -page.modified().toEpochMilli() : Content::id,
            newest ? -1 : 1,
            query.getOrDefault("cursor", ""));
    List<Content> part = all.subList(0, Math.min(limit, all.size()));
    List<Object> results = new ArrayList<>();
    part.forEach(page -> results.add(v2(page, query.containsKey("body-format"))));
    Map<String, Object> links = new HashMap<>(Map.of("base", WEB));
    Answer plain = Answer.ok(Map.of());
    if (part.size() < all.size()) {
      Content last = part.get(part.size() - 1);
      Map<String, String> next = new LinkedHashMap<>(query);
      next.put("cursor", cursor(newest ? -last.modified().toEpochMilli() : last.id(), last.id()));
      links.put("next", "/wiki/api/v2/pages?" + form(next));
      plain = plain.with("Link", "<" + links.get("next") + ">; rel=\"next\"");
    }
    return new Answer(
        200, Answer.ok(Map.of("results", results, "_links", links)).body(), plain.headers());
  }

  /** What comes behind the cursor: by the rank, then by the id in its direction. */
  private List<Content> sorted(
      Predicate<Content> filter,
      java.util.function.ToLongFunction<Content> rank,
      int direction,
      String cursor) {
    Comparator<Content> order =
        Comparator.comparingLong(rank).thenComparingLong(page -> direction * page.id());
    List<Content> all = new ArrayList<>(pages.values().stream().filter(filter).toList());
    all.sort(order);
    if (!cursor.isEmpty()) {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("/", -1);
      require(parts.length == 3 && parts[2].equals(String.valueOf(generation)));
      long value = Long.parseLong(parts[0]);
      long id = Long.parseLong(parts[1]);
      all.removeIf(
          page ->
              rank.applyAsLong(page) < value
                  || (rank.applyAsLong(page) == value && direction * page.id() <= direction * id));
    }
    return all;
  }

  private String cursor(long value, long id) {
    return Base64.getUrlEncoder()
        .encodeToString((value + "/" + id + "/" + generation).getBytes(StandardCharsets.UTF_8));
  }

  private static String form(Map<String, String> query) {
    List<String> pairs = new ArrayList<>();
    query.forEach(
        (name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return String.join("&", pairs);
  }

  private Map<String, Object> v2(Content page, boolean body) {
    Map<String, Object> shown = new HashMap<>();
    shown.put("id", String.valueOf(page.id()));
    shown.put("status", page.status());
    shown.put("title", page.title());
    shown.put("spaceId", spaces.get(page.space()));
    shown.put("authorId", "author-1");
    shown.put("createdAt", page.created().toString());
    shown.put(
        "version",
        Map.of(
            "createdAt", page.modified().toString(),
            "number", page.version(),
            "authorId", "editor-1"));
    shown.put("body", body && page.body() != null ? storage(page) : Map.of());
    shown.put("_links", Map.of("webui", "/spaces/" + page.space() + "/pages/" + page.id()));
    return shown;
  }

  private static Map<String, Object> storage(Content page) {
    return Map.of("storage", Map.of("representation", "storage", "value", page.body()));
  }

  private Answer one(String path, Map<String, String> query) {
    Matcher found = Pattern.compile("/(api/v2/pages|rest/api/content)/(\\d+)").matcher(path);
    Content page = found.matches() ? pages.get(Long.valueOf(found.group(2))) : null;
    if (page == null) {
      return Answer.of(404, problem(404, "NOT_FOUND"));
    }
    boolean present = found.group(1).startsWith("api");
    if (!present && !page.status().equals("current")) {
      return Answer.of(404, problem(404, "NOT_FOUND"));
    }
    Map<String, Object> shown =
        present
            ? v2(page, query.containsKey("body-format"))
            : v1(page, query.getOrDefault("expand", ""));
    Map<String, Object> links = new HashMap<>();
    links.put("webui", "/spaces/" + page.space() + "/pages/" + page.id());
    links.put("base", WEB);
    shown.put("_links", links);
    return Answer.ok(shown);
  }

  /** As the index has it, which is not quite what the version says. */
  private static Instant indexed(Content page) {
    return page.modified().plusSeconds(page.id() % 3);
  }

  private Answer searched(Map<String, String> query) {
    require(Set.of("cql", "expand", "limit", "cursor", "next").containsAll(query.keySet()));
    Matcher cql = CQL.matcher(query.get("cql"));
    require(cql.matches());
    String expand = query.getOrDefault("expand", "");
    int limit =
        Math.min(
            Integer.parseInt(query.getOrDefault("limit", "25")),
            expand.contains("body") ? 50 : 1_000);
    Instant least =
        cql.group(2) == null
            ? Instant.MIN
            : LocalDateTime.parse(cql.group(2), MINUTE).atZone(zoneOfUser).toInstant();
    boolean newest = cql.group(3).startsWith("lastmodified");
    List<Content> all =
        sorted(
            page ->
                page.status().equals("current")
                    && (cql.group(1) == null || page.space().equals(cql.group(1)))
                    && !indexed(page).isBefore(least),
            newest ? page -> -indexed(page).toEpochMilli() : page -> page.created().toEpochMilli(),
            1,
            query.getOrDefault("cursor", ""));
    List<Content> part = all.subList(0, Math.min(limit, all.size()));
    List<Object> results = new ArrayList<>();
    part.forEach(page -> results.add(v1(page, expand)));
    Map<String, Object> links = new HashMap<>(Map.of("base", WEB, "context", "/wiki"));
    if (part.size() < all.size()) {
      Content last = part.get(part.size() - 1);
      Map<String, String> next = new LinkedHashMap<>(query);
      next.put("next", "true");
      next.put(
          "cursor",
          cursor(
              newest ? -indexed(last).toEpochMilli() : last.created().toEpochMilli(), last.id()));
      links.put("next", "/rest/api/content/search?" + form(next));
    }
    return Answer.ok(
        Map.of(
            "results", results, "start", 0, "limit", limit, "size", part.size(), "_links", links));
  }

  private static Map<String, Object> v1(Content page, String expand) {
    Map<String, Object> shown = new HashMap<>();
    shown.put("id", String.valueOf(page.id()));
    shown.put("type", "page");
    shown.put("status", page.status());
    shown.put("title", page.title());
    if (expand.contains("space")) {
      shown.put("space", Map.of("key", page.space()));
    }
    if (expand.contains("history")) {
      shown.put("history", Map.of("createdDate", page.created().toString()));
    }
    if (expand.contains("version")) {
      shown.put(
          "version",
          Map.of(
              "when", page.modified().toString(),
              "number", page.version(),
              "by", Map.of("displayName", "Ed Editor")));
    }
    if (expand.contains("body.storage") && page.body() != null) {
      shown.put("body", storage(page));
    }
    shown.put("_links", Map.of("webui", "/spaces/" + page.space() + "/pages/" + page.id()));
    return shown;
  }

  @Override
  public void close() {
    server.close();
  }
}
