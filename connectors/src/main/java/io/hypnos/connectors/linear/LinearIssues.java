package io.hypnos.connectors.linear;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Issues, the one that changed last first. */
final class LinearIssues implements Source {
  static final String PATH = "/graphql";

  private static final Duration OVERLAP = Duration.ofMinutes(1);
  private static final int MOST_COMMENT_PAGES = 100;

  private final ProviderHttp http;

  LinearIssues(ProviderHttp http) {
    this.http = http;
  }

  private JsonNode ask(String query, ObjectNode variables) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("query", query);
    body.set("variables", variables);
    return http.post(PATH, body);
  }

  private static ObjectNode variables() {
    return JsonMapper.shared().createObjectNode();
  }

  @Override
  public void check() {
    JsonNode viewer = ask(LinearQueries.CHECK, variables()).path("data").path("viewer");
    if (Fields.text(viewer, "id").isEmpty()) {
      throw ProviderFailure.of(Kind.UNAVAILABLE, "the provider does not say whose token it is");
    }
  }

  @Override
  public List<Feed> feeds() {
    return List.of(new NewestFirst("issues", OVERLAP, this::list, http::vendorNow));
  }

  private Listed list(Optional<Instant> since, Optional<String> token) {
    ObjectNode variables = variables();
    since.ifPresent(
        time -> variables.putObject("filter").putObject("updatedAt").put("gte", time.toString()));
    JsonNode answer = page(LinearQueries.LIST, variables, token);
    Set<Integer> broken = new HashSet<>();
    answer.path("errors").forEach(e -> LinearErrors.brokenIssue(e).ifPresent(broken::add));
    JsonNode issues = answer.path("data").path("issues");
    List<Dated> items = new ArrayList<>();
    for (JsonNode issue : issues.path("nodes")) {
      Item item =
          broken.contains(items.size()) ? Item.listed(id(issue), "", Map.of()) : item(issue);
      items.add(new Dated(item, changed(issue)));
    }
    return new Listed(items, next(issues, token));
  }

  /** A page of issues. A token that is not taken any more is an input like any other to Linear. */
  private JsonNode page(String query, ObjectNode variables, Optional<String> token) {
    token.ifPresent(after -> variables.put("after", after));
    JsonNode answer;
    try {
      answer = ask(query, variables);
    } catch (ProviderFailure e) {
      if (token.isPresent() && (e.is(Kind.CONFIGURATION) || e.is(Kind.NOT_FOUND))) {
        throw ProviderFailure.of(Kind.EXPIRED_PAGE, e.getMessage(), e);
      }
      throw e;
    }
    if (!answer.path("data").path("issues").path("nodes").isArray()) {
      throw ProviderFailure.of(Kind.UNAVAILABLE, "the provider's answer has no issues");
    }
    return answer;
  }

  /** An end that is not told clearly must not pass for the end. */
  private static Optional<String> next(JsonNode connection, Optional<String> token) {
    JsonNode info = connection.path("pageInfo");
    if (!info.path("hasNextPage").isBoolean()) {
      throw ProviderFailure.of(Kind.UNAVAILABLE, "the provider does not say where its list ends");
    }
    if (!Fields.flag(info, "hasNextPage")) {
      return Optional.empty();
    }
    Optional<String> next = Fields.text(info, "endCursor");
    if (next.isEmpty() || next.equals(token)) {
      throw ProviderFailure.of(Kind.UNAVAILABLE, "the provider gives the same page again");
    }
    return next;
  }

  private static String id(JsonNode issue) {
    return Fields.text(issue, "id")
        .orElseThrow(
            () -> ProviderFailure.of(Kind.UNAVAILABLE, "the provider gives an issue no name"));
  }

  private static Instant changed(JsonNode issue) {
    return Fields.time(issue, "updatedAt")
        .orElseThrow(
            () -> ProviderFailure.of(Kind.UNAVAILABLE, "the provider gives an issue no time"));
  }

  private static Item item(JsonNode issue) {
    String id = id(issue);
    if (isGone(issue)) {
      return Item.gone(id);
    }
    JsonNode comments = issue.path("comments");
    boolean more =
        Fields.flag(comments.path("pageInfo"), "hasNextPage")
            || Fields.flag(issue.path("labels").path("pageInfo"), "hasNextPage");
    return more
        ? Item.listed(id, Fields.text(issue, "updatedAt").orElse(""), Map.of())
        : Item.whole(id, IssueText.of(issue, nodes(comments)));
  }

  private static boolean isGone(JsonNode issue) {
    return issue.hasNonNull("archivedAt") || Fields.flag(issue, "trashed");
  }

  private static List<JsonNode> nodes(JsonNode connection) {
    List<JsonNode> nodes = new ArrayList<>();
    connection.path("nodes").forEach(nodes::add);
    return nodes;
  }

  @Override
  public Optional<Document> fetch(Item item) {
    try {
      JsonNode issue =
          ask(LinearQueries.ONE, variables().put("id", item.id())).path("data").path("issue");
      return issue.isObject() && !isGone(issue)
          ? Optional.of(IssueText.of(issue, comments(item.id(), issue.path("comments"))))
          : Optional.empty();
    } catch (ProviderFailure e) {
      if (e.is(Kind.CONFIGURATION)) {
        throw ProviderFailure.of(Kind.RECORD, e.getMessage(), e);
      }
      throw e;
    }
  }

  private List<JsonNode> comments(String id, JsonNode first) {
    List<JsonNode> all = nodes(first);
    Optional<String> after = next(first, Optional.empty());
    for (int page = 1; after.isPresent() && page < MOST_COMMENT_PAGES; page++) {
      JsonNode more =
          ask(LinearQueries.COMMENTS, variables().put("id", id).put("after", after.get()))
              .path("data")
              .path("issue")
              .path("comments");
      all.addAll(nodes(more));
      after = next(more, after);
    }
    return all;
  }

  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        token -> {
          JsonNode issues =
              page(LinearQueries.ALIVE, variables(), token).path("data").path("issues");
          List<Item> alive = new ArrayList<>();
          issues.path("nodes").forEach(issue -> alive.add(Item.listed(id(issue), "", Map.of())));
          return new Sweep.Live(alive, next(issues, token), true);
        });
  }
}
