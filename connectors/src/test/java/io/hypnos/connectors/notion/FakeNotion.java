package io.hypnos.connectors.notion;

import io.hypnos.connectors.kit.FakeServer;
import io.hypnos.connectors.kit.FakeServer.Answer;
import io.hypnos.connectors.kit.FakeServer.Call;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * A workspace as version 2022-06-28 of the API tells it: times are rounded down to the minute,
 * search may lag and leave pages out, places in lists are positions that move when pages do, and
 * properties are cut at 25.
 */
final class FakeNotion implements AutoCloseable {
  private static final int CUT = 25;

  /** A page and all that the workspace knows of it. */
  static final class Page {
    final String id;
    final List<Instant> edits = new ArrayList<>();
    final Map<String, Map<String, Object>> properties = new LinkedHashMap<>();
    Map<String, Object> parent = Map.of("type", "workspace", "workspace", true);
    boolean trashed;
    boolean shared = true;
    boolean restricted;
    boolean broken;
    boolean searchable = true;

    Page(String id, Instant created) {
      this.id = id;
      edits.add(created);
    }
  }

  final FakeServer server = new FakeServer(this::answer);
  final Map<String, Page> pages = new LinkedHashMap<>();
  final Map<String, List<Map<String, Object>>> blocks = new HashMap<>();

  /** Blocks whose children are refused, with the status and the code. */
  final Map<String, Map.Entry<Integer, String>> refusing = new HashMap<>();

  final Map<String, Integer> databases = new HashMap<>();
  Clock clock = Clock.systemUTC();

  /** What was edited later than so long ago is not yet in the index of search. */
  Duration lag = Duration.ZERO;

  int mostOnAPage = 100;
  boolean readsPeople = true;
  String token = "secret-token";
  private final Map<String, Integer> places = new HashMap<>();
  private int issued;

  Page page(String id, String title) {
    Page page = new Page(id, clock.instant());
    page.properties.put("title", property("title", "title", words(title)));
    pages.put(id, page);
    blocks.put(id, new ArrayList<>());
    return page;
  }

  Page row(String database, String id, String title) {
    databases.putIfAbsent(database, 1);
    Page page = page(id, title);
    page.parent = Map.of("type", "database_id", "database_id", database);
    return page;
  }

  /** Someone edits the page now. */
  void edit(String id, String text) {
    pages.get(id).edits.add(clock.instant());
    blocks.put(id, new ArrayList<>(List.of(block(id + "-b", "paragraph", rich(text)))));
  }

  static Map<String, Object> property(String id, String type, Object value) {
    return new HashMap<>(Map.of("id", id, "type", type, type, value));
  }

  static List<Map<String, Object>> words(String... parts) {
    List<Map<String, Object>> words = new ArrayList<>();
    for (String part : parts) {
      words.add(Map.of("type", "text", "text", Map.of("content", part), "plain_text", part));
    }
    return words;
  }

  static Map<String, Object> rich(String text) {
    return new HashMap<>(Map.of("rich_text", words(text), "color", "default"));
  }

  /** A block without children. */
  static Map<String, Object> block(String id, String type, Map<String, Object> value) {
    return new HashMap<>(
        Map.of(
            "object",
            "block",
            "id",
            id,
            "type",
            type,
            "has_children",
            false,
            type,
            value,
            "archived",
            false));
  }

  /** Puts blocks into a page or into a block. */
  @SafeVarargs
  final void put(String parent, Map<String, Object>... inside) {
    List<Map<String, Object>> all = blocks.computeIfAbsent(parent, none -> new ArrayList<>());
    for (Map<String, Object> block : inside) {
      all.add(block);
    }
    blocks.values().stream()
        .flatMap(List::stream)
        .filter(block -> block.get("id").equals(parent))
        .forEach(block -> block.put("has_children", true));
  }

  /** The calls since they were forgotten. */
  List<String> log() {
    return server.calls().stream()
        .map(
            call -> {
              String cursor = call.query().containsKey("start_cursor") ? " further" : "";
              boolean further = call.body().contains("start_cursor");
              return call.method()
                  + " "
                  + call.path().substring("/v1/".length())
                  + (further ? " further" : cursor);
            })
        .toList();
  }

  /** Cursors given out so far are not accepted any more. */
  void forgetCursors() {
    places.clear();
  }

  static Answer error(int status, String code, String message) {
    return Answer.of(
        status, Map.of("object", "error", "status", status, "code", code, "message", message));
  }

  private static Answer invalid(String message) {
    return error(400, "validation_error", message);
  }

  private static Answer notFound(String what) {
    return error(404, "object_not_found", "Could not find " + what + ".");
  }

  private Answer answer(Call call) {
    if (!call.head().getOrDefault("authorization", "").equals("Bearer " + token)) {
      return error(401, "unauthorized", "API token is invalid.");
    }
    if (!call.head().getOrDefault("notion-version", "").equals("2022-06-28")) {
      return error(400, "missing_version", "Notion-Version header failed validation.");
    }
    String[] path = call.path().split("/", -1);
    String route = call.method() + " " + path[2] + (path.length > 4 ? "/" + path[4] : "");
    return switch (route) {
      case "POST search" -> search(call.json());
      case "POST databases/query" -> query(path[3], call.json());
      case "GET pages" -> onPage(path[3], page -> Answer.ok(shown(page, last(page))));
      case "GET pages/properties" -> onPage(path[3], page -> item(page, path[5], call));
      case "GET blocks/children" -> children(path[3], call);
      case "GET users" -> user(path[3]);
      default -> error(400, "invalid_request_url", "Invalid request URL");
    };
  }

  private Answer user(String id) {
    if (id.equals("me")) {
      return Answer.ok(Map.of("object", "user", "id", "bot", "type", "bot"));
    }
    return readsPeople
        ? Answer.ok(Map.of("object", "user", "id", id, "name", "person " + id))
        : error(403, "restricted_resource", "Insufficient permissions for this endpoint.");
  }

  private Answer onPage(String id, Function<Page, Answer> found) {
    Page page = pages.get(id);
    if (page == null || !page.shared) {
      return notFound("page with ID: " + id);
    }
    if (page.broken) {
      return error(500, "internal_server_error", "Unexpected error occurred.");
    }
    return page.restricted
        ? error(403, "restricted_resource", "Insufficient permissions.")
        : found.apply(page);
  }

  private static Instant last(Page page) {
    return page.edits.get(page.edits.size() - 1);
  }

  private Answer search(JsonNode body) {
    boolean known =
        body.path("filter").path("property").asString("").equals("object")
            && body.path("filter").path("value").asString("").equals("page")
            && body.path("sort").path("timestamp").asString("").equals("last_edited_time")
            && body.path("sort").path("direction").asString("").equals("descending");
    if (!known) {
      return invalid("body failed validation.");
    }
    Map<Page, Instant> indexed = new HashMap<>();
    Instant then = clock.instant().minus(lag);
    for (Page page : pages.values()) {
      Optional<Instant> at =
          page.edits.stream().filter(time -> !time.isAfter(then)).max(Instant::compareTo);
      if (page.shared && !page.trashed && page.searchable && at.isPresent()) {
        indexed.put(page, at.get());
      }
    }
    return newestFirst(indexed, body);
  }

  private Answer query(String database, JsonNode body) {
    int sources = databases.getOrDefault(database, 0);
    if (sources == 0) {
      return notFound("database with ID: " + database);
    }
    if (sources > 1) {
      return Answer.of(
          400,
          Map.of(
              "object", "error",
              "status", 400,
              "code", "validation_error",
              "message",
                  "Databases with multiple data sources are not supported in this API version.",
              "additional_data", Map.of("error_type", "multiple_data_sources_for_database")));
    }
    JsonNode sort = body.path("sorts").path(0);
    if (!sort.path("timestamp").asString("").equals("last_edited_time")
        || !sort.path("direction").asString("").equals("descending")) {
      return invalid("body failed validation: body.sorts");
    }
    JsonNode filter = body.path("filter");
    if (!filter.isMissingNode()
        && !filter.path("timestamp").asString("").equals("last_edited_time")) {
      return invalid("body failed validation: body.filter");
    }
    Instant since =
        filter.isMissingNode()
            ? Instant.EPOCH
            : Instant.parse(filter.path("last_edited_time").path("on_or_after").asString(""));
    Map<Page, Instant> rows = new HashMap<>();
    for (Page page : pages.values()) {
      boolean in = database.equals(page.parent.get("database_id"));
      if (in && page.shared && !page.trashed && !minute(last(page)).isBefore(since)) {
        rows.put(page, last(page));
      }
    }
    return newestFirst(rows, body);
  }

  private Answer newestFirst(Map<Page, Instant> times, JsonNode body) {
    List<Object> all = new ArrayList<>();
    times.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Page, Instant> each) -> minute(each.getValue()))
                .reversed()
                .thenComparing(each -> each.getKey().id))
        .forEach(each -> all.add(shown(each.getKey(), each.getValue())));
    Optional<String> cursor =
        Optional.ofNullable(body.get("start_cursor")).map(node -> node.asString(""));
    return list(all, cursor, body.path("page_size").asInt(100), Map.of());
  }

  private Answer children(String parent, Call call) {
    Map.Entry<Integer, String> refusal = refusing.get(parent);
    if (refusal != null) {
      return error(refusal.getKey(), refusal.getValue(), "The block is not supported.");
    }
    Page page = pages.get(parent);
    boolean hidden = page != null && !page.shared;
    if (hidden || !blocks.containsKey(parent)) {
      return notFound("block with ID: " + parent);
    }
    return list(blocks.get(parent), call, Map.of());
  }

  private Answer item(Page page, String id, Call call) {
    for (Map<String, Object> property : page.properties.values()) {
      // The path came in decoded.
      if (URLDecoder.decode((String) property.get("id"), StandardCharsets.UTF_8).equals(id)) {
        String type = (String) property.get("type");
        List<Object> items = new ArrayList<>();
        for (Object each : (List<?>) property.get(type)) {
          items.add(Map.of("object", "property_item", "id", id, "type", type, type, each));
        }
        return list(items, call, Map.of("property_item", Map.of("id", id, "type", type)));
      }
    }
    return notFound("property with ID: " + id);
  }

  private Answer list(List<?> all, Call call, Map<String, Object> more) {
    int size = Integer.parseInt(call.query().getOrDefault("page_size", "100"));
    return list(all, Optional.ofNullable(call.query().get("start_cursor")), size, more);
  }

  private Answer list(List<?> all, Optional<String> cursor, int size, Map<String, Object> more) {
    if (size < 1 || size > 100) {
      return invalid("body failed validation: body.page_size should be 1 to 100.");
    }
    if (cursor.isPresent() && !places.containsKey(cursor.get())) {
      return invalid("The start_cursor provided is invalid: " + cursor.get());
    }
    int from = Math.min(all.size(), cursor.map(places::get).orElse(0));
    int to = Math.min(all.size(), from + Math.min(size, mostOnAPage));
    Map<String, Object> list = new HashMap<>(more);
    list.put("object", "list");
    list.put("results", all.subList(from, to));
    list.put("has_more", to < all.size());
    list.put("next_cursor", null);
    if (to < all.size()) {
      String next = "00000000-0000-0000-0000-%012d".formatted(++issued);
      places.put(next, to);
      list.put("next_cursor", next);
    }
    return Answer.ok(list);
  }

  private Map<String, Object> shown(Page page, Instant edited) {
    Map<String, Object> properties = new LinkedHashMap<>();
    page.properties.forEach((name, property) -> properties.put(name, cut(property)));
    Map<String, Object> shown = new HashMap<>();
    shown.put("object", "page");
    shown.put("id", page.id);
    shown.put("created_time", time(page.edits.get(0)));
    shown.put("last_edited_time", time(edited));
    shown.put("created_by", Map.of("object", "user", "id", "u1"));
    shown.put("last_edited_by", Map.of("object", "user", "id", "u2"));
    shown.put("archived", page.trashed);
    shown.put("in_trash", page.trashed);
    shown.put("url", "https://www.notion.so/" + page.id);
    shown.put("public_url", null);
    shown.put("parent", page.parent);
    shown.put("properties", properties);
    return shown;
  }

  private static Map<String, Object> cut(Map<String, Object> property) {
    String type = (String) property.get("type");
    if (!Set.of("title", "rich_text", "people", "relation").contains(type)) {
      return property;
    }
    List<?> all = (List<?>) property.get(type);
    Map<String, Object> cut = new HashMap<>(property);
    cut.put(type, all.subList(0, Math.min(CUT, all.size())));
    if (type.equals("relation")) {
      cut.put("has_more", all.size() > CUT);
    }
    return cut;
  }

  private static Instant minute(Instant time) {
    return time.truncatedTo(ChronoUnit.MINUTES);
  }

  private static String time(Instant time) {
    return minute(time).toString().replace("Z", ".000Z");
  }

  /** So many pages, an hour apart, the newest last. */
  void pages(int from, int to) {
    Clock now = clock;
    IntStream.range(from, to)
        .forEach(
            i -> {
              clock = Clock.offset(now, Duration.ofHours(i - to));
              page("page-%03d".formatted(i), "Page " + i);
            });
    clock = now;
  }

  @Override
  public void close() {
    server.close();
  }
}
