package io.hypnos.connectors.linear;

import io.hypnos.connectors.kit.FakeServer;
import io.hypnos.connectors.kit.FakeServer.Answer;
import io.hypnos.connectors.kit.FakeServer.Call;
import io.hypnos.connectors.linear.GraphQuery.Field;
import io.hypnos.connectors.linear.GraphQuery.Invalid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A workspace: newest first by the named time, pages begin after the issue that the cursor names,
 * archived ones only on wish. It knows the fields that it has, and what a query costs.
 */
final class FakeLinear implements AutoCloseable {
  static final String KEY = "lin_api_secret";
  private static final int MOST_COMPLEXITY = 10_000;

  private static final Map<String, Map<String, String>> TYPES =
      Map.of(
          "Query", Map.of("viewer", "User", "issues", "[Issue]", "issue", "Issue"),
          "User", scalars("id name displayName email"),
          "Bot", scalars("id name"),
          "State", scalars("id name type"),
          "Team", scalars("id key name"),
          "Project", scalars("id name"),
          "Label", scalars("id name"),
          "PageInfo", scalars("hasNextPage endCursor hasPreviousPage startCursor"),
          "Comment",
              with(
                  scalars("id body createdAt updatedAt"),
                  Map.of("user", "User", "externalUser", "User", "botActor", "Bot")),
          "Issue",
              with(
                  scalars(
                      "id identifier title description url priorityLabel createdAt updatedAt"
                          + " archivedAt canceledAt completedAt trashed"),
                  Map.of(
                      "state", "State",
                      "assignee", "User",
                      "creator", "User",
                      "team", "Team",
                      "project", "Project",
                      "labels", "[Label]",
                      "comments", "[Comment]")));

  private static final Set<String> LIST_ARGUMENTS =
      Set.of("first", "after", "filter", "orderBy", "includeArchived");

  final FakeServer server = new FakeServer(this::answer);
  final Map<String, Map<String, Object>> issues = new TreeMap<>();

  /** What happens right before the call of that number, counted from 0. */
  final Map<Integer, Runnable> before = new HashMap<>();

  /** Issues of which a field cannot be read. */
  final Set<String> broken = new java.util.HashSet<>();

  String key = KEY;
  double highestComplexity;
  private int calls;

  private static Map<String, String> scalars(String names) {
    Map<String, String> fields = new HashMap<>();
    for (String name : names.split(" ", -1)) {
      fields.put(name, "");
    }
    return fields;
  }

  private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
    some.putAll(more);
    return some;
  }

  Map<String, Object> create(String id, String identifier, String title, Instant at) {
    Map<String, Object> issue = new LinkedHashMap<>();
    issue.put("id", id);
    issue.put("identifier", identifier);
    issue.put("title", title);
    issue.put("url", "https://linear.app/acme/issue/" + identifier);
    issue.put("priorityLabel", "No priority");
    issue.put("createdAt", millis(at));
    issue.put("updatedAt", millis(at));
    issue.put("team", Map.of("key", "ENG", "name", "Engineering"));
    issue.put("state", Map.of("name", "Todo", "type", "unstarted"));
    issue.put("labels", new ArrayList<>());
    issue.put("comments", new ArrayList<>());
    issues.put(id, issue);
    return issue;
  }

  private static String millis(Instant at) {
    return at.toString().replaceFirst("(:\\d\\d)Z", "$1.000Z");
  }

  /** A change as people make them: it moves the issue to the front. */
  void change(String id, Instant at, String field, Object value) {
    issues.get(id).put(field, value);
    issues.get(id).put("updatedAt", millis(at));
  }

  @SuppressWarnings("unchecked")
  void comment(String id, String who, String body, Instant at) {
    List<Object> all = (List<Object>) issues.get(id).get("comments");
    all.add(
        Map.of(
            "id",
            id + "-c" + all.size(),
            "body",
            body,
            "createdAt",
            millis(at),
            "user",
            Map.of("name", who + " Full", "displayName", who)));
    issues.get(id).put("updatedAt", millis(at));
  }

  @SuppressWarnings("unchecked")
  void label(String id, String name, Instant at) {
    ((List<Object>) issues.get(id).get("labels")).add(Map.of("id", name, "name", name));
    issues.get(id).put("updatedAt", millis(at));
  }

  static Map<String, Object> error(String code, String type, String message) {
    return Map.of(
        "errors",
        List.of(
            Map.of(
                "message",
                message,
                "extensions",
                Map.of("code", code, "type", type, "userError", true))));
  }

  private Answer answer(Call call) {
    before.getOrDefault(calls++, () -> {}).run();
    String authorization = call.head().getOrDefault("authorization", "");
    boolean raw = key.startsWith("lin_api_");
    if (!authorization.equals(raw ? key : "Bearer " + key)) {
      return Answer.of(
          401,
          error(
              "AUTHENTICATION_ERROR",
              "authentication error",
              raw && authorization.equals("Bearer " + key)
                  ? "Remove the Bearer prefix of the API key"
                  : "Authentication required, not authenticated"));
    }
    if (!call.method().equals("POST") || !call.path().equals("/graphql")) {
      return Answer.of(404, Map.of());
    }
    try {
      return executed(call.json());
    } catch (Invalid e) {
      return Answer.of(400, error("GRAPHQL_VALIDATION_FAILED", "graphql error", e.getMessage()));
    } catch (Missing e) {
      return Answer.of(200, error("INPUT_ERROR", "invalid input", e.getMessage()));
    }
  }

  /** Something that an argument names is not there. */
  private static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Missing(String message) {
      super(message);
    }
  }

  private Answer executed(JsonNode body) {
    List<Field> fields = GraphQuery.parse(body.path("query").asString(), body.path("variables"));
    double complexity = cost("Query", fields);
    highestComplexity = Math.max(highestComplexity, complexity);
    if (complexity > MOST_COMPLEXITY) {
      return Answer.of(400, error("INPUT_ERROR", "invalid input", "Query too complex"));
    }
    Map<String, Object> root =
        Map.of(
            "viewer", Map.of("id", "u1"),
            "issues", List.copyOf(issues.values()));
    List<Object> errors = new ArrayList<>();
    Map<String, Object> answer = new HashMap<>();
    answer.put("data", resolved("Query", root, fields, errors));
    if (!errors.isEmpty()) {
      answer.put("errors", errors);
    }
    return Answer.ok(answer)
        .with("X-Complexity", String.valueOf((long) complexity))
        .with("X-RateLimit-Requests-Remaining", "1400");
  }

  private static double cost(String type, List<Field> fields) {
    double cost = 0;
    for (Field field : fields) {
      String of = type(type, field);
      if (of.isEmpty()) {
        cost += 0.1;
      } else if (of.startsWith("[")) {
        String inner = of.substring(1, of.length() - 1);
        for (Field part : field.fields()) {
          cost +=
              switch (part.name()) {
                case "nodes" -> field.number("first", 50) * (1 + cost(inner, part.fields()));
                case "pageInfo" -> 1 + cost("PageInfo", part.fields());
                default -> throw new Invalid("Cannot query field \"" + part.name() + "\"");
              };
        }
      } else {
        cost += 1 + cost(of, field.fields());
      }
    }
    return cost;
  }

  private static String type(String type, Field field) {
    String of = TYPES.get(type).get(field.name());
    if (of == null) {
      throw new Invalid("Cannot query field \"" + field.name() + "\" on type \"" + type + "\"");
    }
    Set<String> allowed =
        of.startsWith("[")
            ? LIST_ARGUMENTS
            : field.name().equals("issue") ? Set.of("id") : Set.<String>of();
    if (!allowed.containsAll(field.arguments().keySet())) {
      throw new Invalid("Unknown argument on field \"" + field.name() + "\"");
    }
    if (of.isEmpty() != field.fields().isEmpty()) {
      throw new Invalid("Field \"" + field.name() + "\" must have a selection of subfields");
    }
    return of;
  }

  private Map<String, Object> resolved(
      String type, Map<String, Object> of, List<Field> fields, List<Object> errors) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (Field field : fields) {
      String inner = type(type, field);
      if (inner.isEmpty()) {
        out.put(field.name(), of.get(field.name()));
      } else if (inner.startsWith("[")) {
        out.put(field.name(), connection(inner, of.get(field.name()), field, errors));
      } else if (field.name().equals("issue")) {
        String id = field.text("id").orElseThrow();
        if (!issues.containsKey(id)) {
          throw new Missing("Entity not found: Issue");
        }
        if (broken.contains(id)) {
          errors.add(Map.of("message", "cannot be read", "path", List.of("issue", "description")));
        }
        out.put("issue", resolved("Issue", issues.get(id), field.fields(), errors));
      } else {
        out.put(field.name(), object(inner, of.get(field.name()), field, errors));
      }
    }
    return out;
  }

  @SuppressWarnings("unchecked")
  private Object object(String type, Object value, Field field, List<Object> errors) {
    return value == null
        ? null
        : resolved(type, (Map<String, Object>) value, field.fields(), errors);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> connection(
      String type, Object value, Field field, List<Object> errors) {
    String inner = type.substring(1, type.length() - 1);
    String order = field.text("orderBy").orElse("createdAt");
    if (!Set.of("createdAt", "updatedAt").contains(order)) {
      throw new Invalid("Value \"" + order + "\" does not exist in \"PaginationOrderBy\" enum");
    }
    int first = field.number("first", 50);
    if (first > 250) {
      throw new Invalid("first must not be greater than 250");
    }
    Comparator<Map<String, Object>> rank =
        Comparator.<Map<String, Object>, String>comparing(each -> text(each, order))
            .thenComparing(each -> text(each, "id"))
            .reversed();
    List<Map<String, Object>> all = new ArrayList<>((List<Map<String, Object>>) value);
    all.sort(rank);
    all.removeIf(each -> !listed(each, field));
    String after = field.text("after").orElse("");
    if (!after.isEmpty()) {
      Map<String, Object> last =
          ((List<Map<String, Object>>) value)
              .stream()
                  .filter(each -> text(each, "id").equals(after))
                  .findFirst()
                  .orElseThrow(() -> new Missing("Argument Validation Error: after"));
      all.removeIf(each -> rank.compare(each, last) <= 0);
    }
    List<Map<String, Object>> page = all.subList(0, Math.min(first, all.size()));
    Map<String, Object> info = new HashMap<>();
    info.put("hasNextPage", page.size() < all.size());
    info.put("endCursor", page.isEmpty() ? null : page.get(page.size() - 1).get("id"));
    Map<String, Object> out = new LinkedHashMap<>();
    for (Field part : field.fields()) {
      if (part.name().equals("nodes")) {
        List<Object> nodes = new ArrayList<>();
        for (Map<String, Object> each : page) {
          if (field.name().equals("issues") && broken.contains(text(each, "id"))) {
            errors.add(
                Map.of(
                    "message",
                    "cannot be read",
                    "path",
                    List.of("issues", "nodes", nodes.size(), "description")));
          }
          nodes.add(resolved(inner, each, part.fields(), errors));
        }
        out.put("nodes", nodes);
      } else {
        out.put("pageInfo", resolved("PageInfo", info, part.fields(), errors));
      }
    }
    return out;
  }

  private static String text(Map<String, Object> each, String name) {
    return String.valueOf(each.getOrDefault(name, ""));
  }

  private static boolean listed(Map<String, Object> each, Field field) {
    boolean archived = each.get("archivedAt") != null || Boolean.TRUE.equals(each.get("trashed"));
    if (archived && !field.text("includeArchived").orElse("false").equals("true")) {
      return false;
    }
    if (!(field.arguments().get("filter") instanceof JsonNode filter)) {
      return true;
    }
    for (String name : filter.propertyNames()) {
      if (!name.equals("updatedAt")
          || !Set.copyOf(filter.path(name).propertyNames()).equals(Set.of("gte"))) {
        throw new Invalid("Field \"" + name + "\" is not defined by type \"IssueFilter\"");
      }
    }
    Instant least = Instant.parse(filter.path("updatedAt").path("gte").asString());
    return !Instant.parse(text(each, "updatedAt")).isBefore(least);
  }

  @Override
  public void close() {
    server.close();
  }
}
