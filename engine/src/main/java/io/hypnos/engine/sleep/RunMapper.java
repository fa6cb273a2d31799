package io.hypnos.engine.sleep;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** A row of the run table as a record. */
final class RunMapper implements RowMapper<Run> {
  static final String COLUMNS =
      """
      tenant_id, run_id, space, phases, parameters, dry, trigger, state, phase, done, total, counts,
      place, attempts, space_version, error, created_by, request_id, created_at, started_at,
      finished_at\
      """;

  @Override
  public Run map(ResultSet row, StatementContext context) throws SQLException {
    return new Run(
        row.getObject("tenant_id", UUID.class),
        row.getObject("run_id", UUID.class),
        row.getString("space"),
        phases((String[]) row.getArray("phases").getArray()),
        RunJson.parameters(row.getString("parameters")),
        row.getBoolean("dry"),
        row.getString("trigger"),
        RunState.of(row.getString("state")),
        Optional.ofNullable(row.getString("phase")).map(Phase::of),
        row.getLong("done"),
        row.getLong("total"),
        RunJson.counts(row.getString("counts")),
        Run.Where.valueOf(row.getString("place").toUpperCase(java.util.Locale.ROOT)),
        row.getInt("attempts"),
        Optional.ofNullable(row.getObject("space_version", Long.class)),
        Optional.ofNullable(row.getString("error")),
        Optional.ofNullable(row.getObject("created_by", UUID.class)),
        row.getString("request_id"),
        row.getTimestamp("created_at").toInstant(),
        time(row, "started_at"),
        time(row, "finished_at"));
  }

  private static Set<Phase> phases(String[] names) {
    return Arrays.stream(names)
        .map(Phase::of)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Phase.class)));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
