package io.hypnos.engine.visibility;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@link Visibility} as filter clauses on documents of the search index. */
public final class IndexVisibility {
  private IndexVisibility() {}

  /** Clauses of which all must hold. */
  public static List<Object> of(Visibility visibility) {
    List<Object> all = new ArrayList<>();
    all.add(term("tenant", visibility.viewer().tenantId().toString()));
    visibility.spaces().ifPresent(names -> all.add(terms("space", names)));
    if (!visibility.hidden().isEmpty()) {
      all.add(not(terms("space", visibility.hidden())));
    }
    visibility.viewer().person().ifPresent(person -> addPerson(all, person));
    addLife(all, visibility);
    return all;
  }

  private static void addPerson(List<Object> all, Person person) {
    all.add(term("space", person.space()));
    List<Object> any = new ArrayList<>();
    any.add(not(exists("owner")));
    any.add(term("owner", person.id()));
    any.add(exists("federation_source"));
    any.add(term("world_readable", true));
    if (!person.groups().isEmpty()) {
      any.add(
          all(
              List.of(
                  term("group_readable", true),
                  terms("group", person.groups().stream().sorted().toList()))));
    }
    all.add(any(any));
  }

  private static void addLife(List<Object> all, Visibility visibility) {
    History history = visibility.history();
    if (visibility.asOf().isPresent()) {
      Instant then = visibility.asOf().get();
      all.add(range("created_at", "lte", then));
      all.add(any(List.of(not(exists("retired_at")), range("retired_at", "gt", then))));
      all.add(not(term("state", "forgotten")));
    } else {
      List<String> states = new ArrayList<>(List.of("live"));
      if (history.superseded()) {
        states.add("superseded");
      }
      if (history.consolidated()) {
        states.add("consolidated");
      }
      all.add(terms("state", states));
    }
    if (!history.archived()) {
      all.add(term("archived", false));
    }
    if (!history.expired()) {
      Instant now = visibility.asOf().orElse(visibility.now());
      all.add(any(List.of(not(exists("expires_at")), range("expires_at", "gt", now))));
    }
  }

  private static Map<String, Object> term(String field, Object value) {
    return Map.of("term", Map.of(field, value));
  }

  private static Map<String, Object> terms(String field, List<String> values) {
    return Map.of("terms", Map.of(field, values));
  }

  private static Map<String, Object> exists(String field) {
    return Map.of("exists", Map.of("field", field));
  }

  /**
   * As a number: of a time written without its fraction the index takes the whole second, so that
   * {@code gt} would hide and {@code lte} show up to a second too much.
   */
  private static Map<String, Object> range(String field, String bound, Instant time) {
    return Map.of(
        "range", Map.of(field, Map.of(bound, time.toEpochMilli(), "format", "epoch_millis")));
  }

  private static Map<String, Object> not(Object clause) {
    return Map.of("bool", Map.of("must_not", List.of(clause)));
  }

  private static Map<String, Object> all(List<Object> clauses) {
    return Map.of("bool", Map.of("filter", clauses));
  }

  private static Map<String, Object> any(List<Object> clauses) {
    return Map.of("bool", Map.of("should", clauses, "minimum_should_match", 1));
  }
}
