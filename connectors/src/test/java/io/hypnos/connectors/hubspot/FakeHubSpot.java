package io.hypnos.connectors.hubspot;

import io.hypnos.connectors.kit.FakeServer;
import io.hypnos.connectors.kit.FakeServer.Answer;
import io.hypnos.connectors.kit.FakeServer.Call;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * An account with contacts: a list by id, live or archived, and a search over an index that lags,
 * gives 10,000 results of a query at most and takes times as milliseconds only.
 */
final class FakeHubSpot implements AutoCloseable {
  static final Map<String, Object> LIMITED =
      Map.of(
          "status",
          "error",
          "message",
          "You have reached your secondly limit.",
          "errorType",
          "RATE_LIMIT",
          "policyName",
          "SECONDLY",
          "correlationId",
          "c-1");

  private static final int MOST_RESULTS = 10_000;
  private static final Set<String> OPERATORS = Set.of("GTE", "LTE", "GT", "LT", "EQ");

  /** A contact as it was from a time on. */
  private record Version(Map<String, String> properties, Instant modified, Instant written) {}

  /** Everything about a contact. */
  private static final class Contact {
    private final List<Version> versions = new ArrayList<>();
    private final Instant created;
    private boolean archived;

    Contact(Instant created) {
      this.created = created;
    }

    Version newest() {
      return versions.get(versions.size() - 1);
    }
  }

  final FakeServer server = new FakeServer(this::answer);
  private final Clock clock;
  private final TreeMap<Long, Contact> contacts = new TreeMap<>();
  private final Deque<Runnable> meanwhile = new ArrayDeque<>();
  private Duration lag = Duration.ZERO;
  private boolean scoped = true;

  FakeHubSpot(Clock clock) {
    this.clock = clock;
  }

  void put(long id, String first, Instant modified) {
    put(id, Map.of("firstname", first, "lastname", "No" + id), modified);
  }

  void put(long id, Map<String, String> properties, Instant modified) {
    contacts
        .computeIfAbsent(id, none -> new Contact(modified))
        .versions
        .add(new Version(Map.copyOf(properties), modified, clock.instant()));
  }

  /** Into the bin. */
  void archive(long id) {
    contacts.get(id).archived = true;
  }

  void restore(long id) {
    contacts.get(id).archived = false;
  }

  /** Gone without a trace. */
  void erase(long id) {
    contacts.remove(id);
  }

  /** The survivor names those that it has swallowed. */
  void merge(long survivor, long swallowed) {
    Map<String, String> properties = new HashMap<>(contacts.get(survivor).newest().properties());
    properties.merge(
        "hs_merged_object_ids", String.valueOf(swallowed), (old, more) -> old + ";" + more);
    erase(swallowed);
    put(survivor, properties, clock.instant());
  }

  /** The index of the search knows of changes so much later. */
  void lag(Duration duration) {
    lag = duration;
  }

  void withoutScope() {
    scoped = false;
  }

  /** Happens after the next answer that no earlier one claims. */
  void afterNextAnswer(Runnable change) {
    meanwhile.add(change);
  }

  Set<String> liveIds() {
    return contacts.entrySet().stream()
        .filter(each -> !each.getValue().archived)
        .map(each -> String.valueOf(each.getKey()))
        .collect(Collectors.toSet());
  }

  private Answer answer(Call call) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
    Answer answer = judged(call).with("X-Date", date);
    Runnable change = meanwhile.poll();
    if (change != null) {
      change.run();
    }
    return answer;
  }

  private Answer judged(Call call) {
    if (!call.head().getOrDefault("authorization", "").equals("Bearer secret-token")) {
      return error(401, "INVALID_AUTHENTICATION");
    }
    if (!scoped) {
      return error(403, "MISSING_SCOPES");
    }
    String root = "/crm/v3/objects/contacts";
    if (call.path().equals(root + "/search") && call.method().equals("POST")) {
      return search(call.json());
    }
    if (call.path().equals(root) && call.method().equals("GET")) {
      return list(call.query());
    }
    if (call.path().startsWith(root + "/")) {
      Contact contact = contacts.get(Long.parseLong(call.path().substring(root.length() + 1)));
      return contact == null || contact.archived
          ? error(404, "OBJECT_NOT_FOUND")
          : Answer.ok(shown(contact, contact.newest(), call.path().substring(root.length() + 1)));
    }
    return error(404, "OBJECT_NOT_FOUND");
  }

  private static Answer error(int status, String category) {
    return Answer.of(
        status,
        Map.of(
            "status",
            "error",
            "message",
            "a message that may quote what was sent",
            "correlationId",
            "c-2",
            "category",
            category));
  }

  private Answer list(Map<String, String> query) {
    int limit = Integer.parseInt(query.getOrDefault("limit", "10"));
    if (limit > 100) {
      return error(400, "VALIDATION_ERROR");
    }
    boolean archived = query.getOrDefault("archived", "false").equals("true");
    long after = Long.parseLong(query.getOrDefault("after", "0"));
    List<Map.Entry<Long, Contact>> rest =
        contacts.tailMap(after, true).entrySet().stream()
            .filter(each -> each.getValue().archived == archived)
            .limit(limit + 1L)
            .toList();
    Map<String, Object> page = new HashMap<>();
    page.put(
        "results",
        rest.stream()
            .limit(limit)
            .map(
                each ->
                    shown(each.getValue(), each.getValue().newest(), String.valueOf(each.getKey())))
            .toList());
    if (rest.size() > limit) {
      page.put("paging", next(String.valueOf(rest.get(limit).getKey())));
    }
    return Answer.ok(page);
  }

  private static Map<String, Object> next(String after) {
    return Map.of("next", Map.of("after", after, "link", "https://api.hubapi.com/?after=" + after));
  }

  private static Map<String, Object> shown(Contact contact, Version version, String id) {
    Map<String, Object> properties = new HashMap<>(version.properties());
    properties.put("hs_object_id", id);
    properties.put("lastmodifieddate", version.modified().toString());
    properties.putIfAbsent("company", null);
    Map<String, Object> shown = new HashMap<>();
    shown.put("id", id);
    shown.put("properties", properties);
    shown.put("createdAt", contact.created.toString());
    shown.put("updatedAt", version.modified().toString());
    shown.put("archived", contact.archived);
    return shown;
  }

  /** What the index knows of a contact. */
  private Optional<Version> indexed(Contact contact) {
    Instant known = clock.instant().minus(lag);
    return contact.archived
        ? Optional.empty()
        : contact.versions.stream()
            .filter(version -> !version.written().isAfter(known))
            .reduce((older, newer) -> newer);
  }

  /** A line of the index. */
  private record Hit(long id, Contact contact, Version version) {}

  private Answer search(JsonNode body) {
    int limit = body.path("limit").asInt(10);
    int after = Integer.parseInt(body.path("after").asString("0"));
    JsonNode filters = body.path("filterGroups").path(0).path("filters");
    Predicate<Hit> wanted = hit -> true;
    for (JsonNode filter : filters) {
      String value = filter.path("value").asString("");
      String operator = filter.path("operator").asString("");
      if (!value.matches("[0-9]+") || !OPERATORS.contains(operator)) {
        return error(400, "VALIDATION_ERROR");
      }
      boolean time = filter.path("propertyName").asString("").equals("lastmodifieddate");
      long bound = Long.parseLong(value);
      wanted =
          wanted.and(
              hit ->
                  holds(
                      time ? hit.version().modified().toEpochMilli() : hit.id(), operator, bound));
    }
    if (limit > 200 || after + limit > MOST_RESULTS || filters.size() > 6) {
      return error(400, "VALIDATION_ERROR");
    }
    List<Hit> hits =
        contacts.entrySet().stream()
            .flatMap(
                each ->
                    indexed(each.getValue()).stream()
                        .map(version -> new Hit(each.getKey(), each.getValue(), version)))
            .filter(wanted)
            .sorted(order(body.path("sorts").path(0)))
            .toList();
    List<Hit> page =
        hits.subList(Math.min(after, hits.size()), Math.min(after + limit, hits.size()));
    Map<String, Object> answer = new HashMap<>();
    answer.put("total", hits.size());
    answer.put(
        "results",
        page.stream()
            .map(hit -> shown(hit.contact(), hit.version(), String.valueOf(hit.id())))
            .toList());
    if (after + limit < hits.size()) {
      answer.put("paging", next(String.valueOf(after + limit)));
    }
    return Answer.ok(answer);
  }

  private static boolean holds(long value, String operator, long bound) {
    return switch (operator) {
      case "GTE" -> value >= bound;
      case "LTE" -> value <= bound;
      case "GT" -> value > bound;
      case "LT" -> value < bound;
      default -> value == bound;
    };
  }

  private static Comparator<Hit> order(JsonNode sort) {
    Comparator<Hit> order =
        sort.path("propertyName").asString("").equals("lastmodifieddate")
            ? Comparator.comparing(hit -> hit.version().modified())
            : Comparator.comparingLong(Hit::id);
    return sort.path("direction").asString("").equals("DESCENDING") ? order.reversed() : order;
  }

  @Override
  public void close() {
    server.close();
  }
}
