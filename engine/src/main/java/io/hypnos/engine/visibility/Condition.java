package io.hypnos.engine.visibility;

import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatement;

/** A condition for a WHERE clause over the memory table, with what it binds. */
public record Condition(String sql, Map<String, Object> arguments) {
  public Condition {
    arguments = Map.copyOf(arguments);
  }

  public Condition and(Condition other) {
    Map<String, Object> both = new HashMap<>(arguments);
    both.putAll(other.arguments);
    return new Condition(sql + "\n  AND " + other.sql, both);
  }

  public <S extends SqlStatement<S>> S bindTo(S statement) {
    arguments.forEach(statement::bind);
    return statement;
  }
}
