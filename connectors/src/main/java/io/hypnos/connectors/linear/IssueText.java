package io.hypnos.connectors.linear;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.sync.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** An issue as a text: what it is, how it stands, what it says, and what was said of it. */
final class IssueText {
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Object> metadata = new HashMap<>();

  private IssueText() {}

  /**
   * @param comments in any order
   */
  static Document of(JsonNode issue, List<JsonNode> comments) {
    return new IssueText().document(issue, comments);
  }

  private Document document(JsonNode issue, List<JsonNode> comments) {
    String identifier = Fields.text(issue, "identifier").orElse("");
    String title = (identifier + " " + Fields.text(issue, "title").orElse("")).strip();
    lines.add(title);
    metadata.put("identifier", identifier);
    add("State", "state", Fields.text(issue, "state", "name"));
    add("Assignee", "assignee", person(issue.path("assignee")));
    add("Team", "team", Fields.text(issue, "team", "name"));
    add("Project", "project", Fields.text(issue, "project", "name"));
    add(
        "Priority",
        "priority",
        Fields.text(issue, "priorityLabel").filter(label -> !label.equals("No priority")));
    labels(issue);
    Fields.text(issue, "description").ifPresent(text -> lines.add("\n" + text));
    comments.stream()
        .sorted(
            Comparator.<JsonNode, String>comparing(each -> each.path("createdAt").asString(""))
                .thenComparing(each -> each.path("id").asString("")))
        .forEach(this::comment);
    return new Document(
        title,
        String.join("\n", lines),
        Fields.text(issue, "url"),
        person(issue.path("creator")),
        Fields.time(issue, "createdAt"),
        Fields.time(issue, "updatedAt"),
        metadata);
  }

  private void labels(JsonNode issue) {
    List<String> labels =
        StreamSupport.stream(issue.path("labels").path("nodes").spliterator(), false)
            .flatMap(label -> Fields.text(label, "name").stream())
            .sorted()
            .toList();
    if (!labels.isEmpty()) {
      lines.add("Labels: " + String.join(", ", labels));
      metadata.put("labels", labels);
    }
  }

  private void comment(JsonNode comment) {
    String who =
        person(comment.path("user"))
            .or(() -> Fields.text(comment, "externalUser", "name"))
            .or(() -> Fields.text(comment, "botActor", "name"))
            .orElse("Comment");
    Fields.text(comment, "body").ifPresent(body -> lines.add("\n" + who + ": " + body));
  }

  private static Optional<String> person(JsonNode user) {
    return Fields.text(user, "displayName").or(() -> Fields.text(user, "name"));
  }

  private void add(String shown, String name, Optional<String> value) {
    value.ifPresent(
        text -> {
          lines.add(shown + ": " + text);
          metadata.put(name, text);
        });
  }
}
