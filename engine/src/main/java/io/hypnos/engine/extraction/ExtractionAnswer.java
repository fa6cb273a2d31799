package io.hypnos.engine.extraction;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A model's answer, already of the right shape, as facts and tasks. What does not quote the text is
 * dropped: a model cannot put in what nobody said.
 */
final class ExtractionAnswer {
  private static final Set<String> MANY =
      Set.of(
          "like",
          "prefer",
          "interest",
          "allergy",
          "habit",
          "language",
          "ability",
          "knowledge",
          "owns",
          "tool",
          "learning",
          "rule");

  private final JsonNode root;
  private final SourceText source;

  ExtractionAnswer(JsonNode root, SourceText source) {
    this.root = root;
    this.source = source;
  }

  boolean saidSomething() {
    return !root.path("facts").isEmpty() || !root.path("tasks").isEmpty();
  }

  List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    for (JsonNode node : root.path("facts")) {
      evidence(node).ifPresent(span -> facts.add(fact(node, span)));
    }
    return facts;
  }

  List<Task> tasks() {
    List<Task> tasks = new ArrayList<>();
    for (JsonNode node : root.path("tasks")) {
      evidence(node)
          .ifPresent(
              span ->
                  tasks.add(
                      new Task(
                          choice(Task.Kind.class, node.path("kind")),
                          text(node, "title").orElseThrow(),
                          text(node, "due").flatMap(this::moment),
                          Optional.empty(),
                          node.path("done").booleanValue(),
                          0.8,
                          span)));
    }
    return tasks;
  }

  List<String> concepts() {
    List<String> concepts = new ArrayList<>();
    for (JsonNode node : root.path("concepts")) {
      String concept = node.stringValue().strip().toLowerCase(Locale.ROOT);
      if (!concept.isEmpty() && !concepts.contains(concept)) {
        concepts.add(concept);
      }
    }
    return concepts;
  }

  private Optional<Span> evidence(JsonNode node) {
    String quote = node.path("evidence").stringValue().strip();
    int start = quote.isEmpty() ? -1 : source.text().indexOf(quote);
    return start < 0 ? Optional.empty() : Optional.of(new Span(start, start + quote.length()));
  }

  private Fact fact(JsonNode node, Span evidence) {
    return new Fact(
        text(node, "statement").orElseThrow(),
        choice(FactType.class, node.path("type")),
        subject(node),
        claim(node),
        choice(Polarity.class, node.path("polarity")),
        choice(TemporalStatus.class, node.path("temporal")),
        choice(ChangeType.class, node.path("change")),
        node.path("confidence").doubleValue(),
        evidence,
        Optional.empty(),
        text(node, "expires_at").flatMap(this::moment).filter(end -> end.isAfter(source.now())));
  }

  private static Subject subject(JsonNode node) {
    return switch (node.path("subject").stringValue()) {
      case "user" -> Subject.SELF;
      case "agent" -> Subject.AGENT;
      case "organization" -> new Subject(Subject.Kind.ORGANIZATION, text(node, "subject_name"));
      default -> Subject.external(text(node, "subject_name").orElse("unknown"));
    };
  }

  private static Optional<Claim> claim(JsonNode node) {
    Optional<String> slot = text(node, "slot");
    Optional<String> value = text(node, "value");
    String canonical = value.map(Canonical::of).orElse("");
    if (node.path("attribute").isNull() || slot.isEmpty() || canonical.isEmpty()) {
      return Optional.empty();
    }
    Attribute attribute = choice(Attribute.class, node.path("attribute"));
    String name = slot.get().toLowerCase(Locale.ROOT);
    boolean named = attribute == Attribute.SCHEDULE;
    return Optional.of(
        new Claim(
            attribute,
            named
                ? Canonical.of(name)
                : name.replace("colour", "color").replace("favorite", "favourite"),
            !MANY.contains(name) && !Kin.MANY.contains(name),
            value.get(),
            named ? value.get() : canonical,
            Optional.empty()));
  }

  private Optional<Instant> moment(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException notWithOffset) {
      return day(text);
    }
  }

  private Optional<Instant> day(String text) {
    try {
      LocalDate day = LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
      return Optional.of(day.plusDays(1).atStartOfDay(source.zone()).toInstant());
    } catch (DateTimeException e) {
      // A model's date that is none: the fact stays, without it.
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() && !value.stringValue().isBlank()
        ? Optional.of(value.stringValue().strip())
        : Optional.empty();
  }

  private static <E extends Enum<E>> E choice(Class<E> type, JsonNode value) {
    return Enum.valueOf(type, value.stringValue().toUpperCase(Locale.ROOT));
  }
}
