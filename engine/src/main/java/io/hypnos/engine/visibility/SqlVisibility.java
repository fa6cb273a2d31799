package io.hypnos.engine.visibility;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link Visibility} as a condition on rows of the memory table. */
public final class SqlVisibility {
  private static final String OWN_OR_OPENED =
      """
      (owner_id IS NULL OR owner_id = :seePerson OR federation_source IS NOT NULL
       OR permission_mode % 10 >= 4
       OR (permission_mode / 10 % 10 >= 4 AND group_id = ANY(:seeGroups)))\
      """;

  private SqlVisibility() {}

  public static Condition of(Visibility visibility) {
    List<String> all = new ArrayList<>();
    Map<String, Object> arguments = new LinkedHashMap<>();
    all.add("tenant_id = :seeTenant");
    arguments.put("seeTenant", visibility.viewer().tenantId());
    visibility
        .spaces()
        .ifPresent(
            names -> {
              all.add("space = ANY(:seeSpaces)");
              arguments.put("seeSpaces", names.toArray(String[]::new));
            });
    if (!visibility.hidden().isEmpty()) {
      all.add("space <> ALL(:hiddenSpaces)");
      arguments.put("hiddenSpaces", visibility.hidden().toArray(String[]::new));
    }
    visibility.viewer().person().ifPresent(person -> addPerson(all, arguments, person));
    addLife(all, arguments, visibility);
    return new Condition(String.join("\n  AND ", all), arguments);
  }

  private static void addPerson(List<String> all, Map<String, Object> arguments, Person person) {
    all.add("space = :seePersonSpace");
    all.add(OWN_OR_OPENED);
    arguments.put("seePersonSpace", person.space());
    arguments.put("seePerson", person.id());
    arguments.put("seeGroups", person.groups().toArray(String[]::new));
  }

  private static void addLife(
      List<String> all, Map<String, Object> arguments, Visibility visibility) {
    History history = visibility.history();
    if (visibility.asOf().isPresent()) {
      all.add("recorded_at <= :seeAsOf");
      all.add("(retired_at IS NULL OR retired_at > :seeAsOf)");
      all.add("state <> 'forgotten'");
      arguments.put("seeAsOf", Timestamp.from(visibility.asOf().get()));
    } else {
      List<String> states = new ArrayList<>(List.of("'live'"));
      if (history.superseded()) {
        states.add("'superseded'");
      }
      if (history.consolidated()) {
        states.add("'consolidated'");
      }
      all.add("state IN (" + String.join(", ", states) + ")");
    }
    if (!history.archived()) {
      all.add("archived_at IS NULL");
    }
    if (!history.expired()) {
      all.add("(expires_at IS NULL OR expires_at > :seeNow)");
      arguments.put("seeNow", Timestamp.from(visibility.asOf().orElse(visibility.now())));
    }
  }
}
