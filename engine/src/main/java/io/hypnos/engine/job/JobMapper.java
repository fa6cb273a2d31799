package io.hypnos.engine.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A row of the job table as a record. */
final class JobMapper implements RowMapper<Job> {
  static final String COLUMNS =
      """
      tenant_id, job_id, kind, space, state, request, result, error, done, total, attempts,
      created_by, request_id, created_at, updated_at, finished_at\
      """;

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  @Override
  public Job map(ResultSet row, StatementContext context) throws SQLException {
    return new Job(
        row.getObject("tenant_id", UUID.class),
        row.getObject("job_id", UUID.class),
        row.getString("kind"),
        Optional.ofNullable(row.getString("space")),
        Job.State.of(row.getString("state")),
        read(row.getString("request")),
        Optional.ofNullable(row.getString("result")).map(JobMapper::read),
        Optional.ofNullable(row.getString("error")),
        row.getLong("done"),
        Optional.ofNullable(row.getObject("total", Long.class)),
        row.getInt("attempts"),
        Optional.ofNullable(row.getObject("created_by", UUID.class)),
        Optional.ofNullable(row.getString("request_id")),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("finished_at")).map(Timestamp::toInstant));
  }

  private static Map<String, Object> read(String json) {
    return JsonMapper.shared().readValue(json, OBJECT);
  }
}
