package io.hypnos.connectors.linear;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.NewestFirst;
import io.hypnos.connectors.sync.NewestFirst.Dated;
import io.hypnos.connectors.sync.NewestFirst.Listed;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Issues, the one that changed last first. */
final class LinearIssues implements Source {
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private static final String FIELDS =
      """
      id identifier title description url priorityLabel createdAt updatedAt archivedAt trashed
      state { name type } assignee { name displayName } team { key name }
      labels(first: 20) { nodes { name } } project { name }
      comments(first: 50) { nodes { body createdAt user { name displayName } } }
      """;

  private static final String LIST =
      """
      query Issues($after: String, $filter: IssueFilter) {
        issues(first: 50, after: $after, filter: $filter, orderBy: updatedAt, includeArchived: true) {
          nodes { %s }
          pageInfo { hasNextPage endCursor }
        }
      }
      """
          .formatted(FIELDS);

  private static final String ONE =
      """
      query Issue($id: String!) { issue(id: $id) { %s } }
      """
          .formatted(FIELDS);

  private static final String ALIVE =
      """
      query Alive($after: String) {
        issues(first: 250, after: $after, orderBy: createdAt) {
          nodes { id }
          pageInfo { hasNextPage endCursor }
        }
      }
      """;

  private final ProviderHttp http;

  LinearIssues(ProviderHttp http) {
    this.http = http;
  }

  private JsonNode ask(String query, ObjectNode variables) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("query", query);
    body.set("variables", variables);
    return http.post("", body).path("data");
  }

  private static ObjectNode variables() {
    return JsonMapper.shared().createObjectNode();
  }

  @Override
  public void check() {
    ask("query { viewer { id } }", variables());
  }

  @Override
  public List<Feed> feeds() {
    return List.of(new NewestFirst("issues", OVERLAP, this::list, http::vendorNow));
  }

  private Listed list(Optional<Instant> since, Optional<String> token) {
    ObjectNode variables = variables();
    token.ifPresent(after -> variables.put("after", after));
    since.ifPresent(
        time -> variables.putObject("filter").putObject("updatedAt").put("gte", time.toString()));
    JsonNode issues = ask(LIST, variables).path("issues");
    List<Dated> items = new ArrayList<>();
    for (JsonNode issue : issues.path("nodes")) {
      items.add(new Dated(item(issue), Fields.time(issue, "updatedAt").orElse(Instant.EPOCH)));
    }
    return new Listed(items, next(issues));
  }

  private static Optional<String> next(JsonNode connection) {
    JsonNode info = connection.path("pageInfo");
    return Fields.flag(info, "hasNextPage") ? Fields.text(info, "endCursor") : Optional.empty();
  }

  private static Item item(JsonNode issue) {
    String id = issue.path("id").asString("");
    boolean gone = issue.hasNonNull("archivedAt") || Fields.flag(issue, "trashed");
    return gone ? Item.gone(id) : Item.whole(id, document(issue));
  }

  @Override
  public Optional<Document> fetch(Item item) {
    JsonNode issue = ask(ONE, variables().put("id", item.id())).path("issue");
    return issue.isObject() && !item(issue).deleted()
        ? Optional.of(document(issue))
        : Optional.empty();
  }

  private static Document document(JsonNode issue) {
    List<String> lines = new ArrayList<>();
    Map<String, Object> metadata = new HashMap<>();
    String identifier = Fields.text(issue, "identifier").orElse("");
    String title = (identifier + " " + Fields.text(issue, "title").orElse("")).strip();
    lines.add(title);
    add(lines, metadata, "State", "state", Fields.text(issue, "state", "name"));
    Optional<String> assignee =
        Fields.text(issue, "assignee", "displayName")
            .or(() -> Fields.text(issue, "assignee", "name"));
    add(lines, metadata, "Assignee", "assignee", assignee);
    add(lines, metadata, "Team", "team", Fields.text(issue, "team", "name"));
    add(lines, metadata, "Project", "project", Fields.text(issue, "project", "name"));
    add(lines, metadata, "Priority", "priority", Fields.text(issue, "priorityLabel"));
    List<String> labels = new ArrayList<>();
    issue
        .path("labels")
        .path("nodes")
        .forEach(label -> Fields.text(label, "name").ifPresent(labels::add));
    if (!labels.isEmpty()) {
      lines.add("Labels: " + String.join(", ", labels));
      metadata.put("labels", List.copyOf(labels));
    }
    metadata.put("identifier", identifier);
    Fields.text(issue, "description").ifPresent(text -> lines.add("\n" + text));
    issue.path("comments").path("nodes").forEach(comment -> lines.add("\n" + comment(comment)));
    return new Document(
        title,
        String.join("\n", lines),
        Fields.text(issue, "url"),
        assignee,
        Fields.time(issue, "createdAt"),
        Fields.time(issue, "updatedAt"),
        metadata);
  }

  private static String comment(JsonNode comment) {
    String who =
        Fields.text(comment, "user", "displayName")
            .or(() -> Fields.text(comment, "user", "name"))
            .orElse("Comment");
    return who + ": " + Fields.text(comment, "body").orElse("");
  }

  private static void add(
      List<String> lines,
      Map<String, Object> metadata,
      String shown,
      String name,
      Optional<String> value) {
    value.ifPresent(
        text -> {
          lines.add(shown + ": " + text);
          metadata.put(name, text);
        });
  }

  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        token -> {
          ObjectNode variables = variables();
          token.ifPresent(after -> variables.put("after", after));
          JsonNode issues = ask(ALIVE, variables).path("issues");
          List<Item> alive = new ArrayList<>();
          issues
              .path("nodes")
              .forEach(
                  issue -> alive.add(Item.listed(issue.path("id").asString(""), "", Map.of())));
          return new Sweep.Live(alive, next(issues), true);
        });
  }
}
