package io.hypnos.engine.triple;

import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.Person;
import io.hypnos.engine.visibility.Viewer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which facts somebody may see and change: a person what is their own or their space's. */
final class TripleScope {
  private TripleScope() {}

  static Condition of(Viewer viewer, List<String> hidden) {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("tenant", viewer.tenantId());
    arguments.put("hidden", hidden.toArray(String[]::new));
    String sql = "tenant_id = :tenant AND space <> ALL(:hidden)";
    Optional<Person> person = viewer.person();
    if (person.isPresent()) {
      sql += " AND space = :personSpace AND (owner_id IS NULL OR owner_id = :person)";
      arguments.put("personSpace", person.get().space());
      arguments.put("person", person.get().id());
    }
    return new Condition(sql, arguments);
  }
}
