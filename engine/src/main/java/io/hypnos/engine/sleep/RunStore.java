package io.hypnos.engine.sleep;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The runs of one tenant, as the tenant may see them. */
final class RunStore {
  private static final RunMapper MAPPER = new RunMapper();

  // The same request that nobody has begun yet answers for this one.
  private static final String INSERT =
      """
      INSERT INTO run (tenant_id, run_id, kind, space, phases, parameters, dry, trigger, fingerprint,
                       place, created_by, request_id, created_at)
      VALUES (:tenant, :id, 'sleep', :space, :phases, :parameters::jsonb, :dry, :trigger,
              :fingerprint, :place, :by, :request, :now)
      ON CONFLICT DO NOTHING
      """;

  private static final String WAITING =
      """
      SELECT %s
      FROM run
      WHERE tenant_id = :tenant AND space = :space AND fingerprint = :fingerprint
        AND state = 'requested'
      """
          .formatted(RunMapper.COLUMNS);

  private static final String FIND =
      "SELECT %s\nFROM run\nWHERE tenant_id = :tenant AND run_id = :id"
          .formatted(RunMapper.COLUMNS);

  private static final String LIST =
      """
      SELECT %s
      FROM run
      WHERE tenant_id = :tenant AND kind = 'sleep'
        AND (:space::text IS NULL OR space = :space)
        AND (:state::text IS NULL OR state = :state)
        AND (:dry::boolean IS NULL OR dry = :dry)
      ORDER BY created_at DESC, run_id
      LIMIT :limit
      """
          .formatted(RunMapper.COLUMNS);

  private static final String OTHER_OPEN =
      """
      SELECT count(*)
      FROM run
      WHERE tenant_id = :tenant AND space = :space AND state IN ('requested', 'running')
        AND run_id <> :id
      """;

  private static final String CANCEL =
      """
      UPDATE run
      SET state = 'cancelled', leased_by = NULL, lease_until = NULL, finished_at = :now
      WHERE tenant_id = :tenant AND run_id = :id AND state IN ('requested', 'running')
      """;

  private static final String LIVE =
      """
      SELECT count(*)
      FROM memory
      WHERE tenant_id = :tenant AND space = :space AND state = 'live' AND archived_at IS NULL
      """;

  private static final String CLUSTERS =
      """
      SELECT run_id, number, kind, members, result
      FROM run_cluster
      WHERE tenant_id = :tenant AND run_id = :id
      ORDER BY number
      LIMIT :limit
      """;

  /** Stores the request, or answers with the same one that waits already. */
  Run insert(
      Handle handle,
      UUID tenantId,
      UUID id,
      SleepRequest request,
      Run.Where where,
      Optional<UUID> by,
      String requestId,
      Instant now) {
    String fingerprint = fingerprint(request);
    // A run that begins between the two statements leaves neither; then the second try inserts.
    for (int tries = 0; tries < 3; tries++) {
      int inserted =
          handle
              .createUpdate(INSERT)
              .bind("tenant", tenantId)
              .bind("id", id)
              .bind("space", request.space())
              .bind(
                  "phases",
                  request.phases().stream().sorted().map(Phase::text).toArray(String[]::new))
              .bind("parameters", RunJson.write(request.parameters()))
              .bind("dry", request.dry())
              .bind("trigger", request.trigger())
              .bind("fingerprint", fingerprint)
              .bind("place", where.name().toLowerCase(Locale.ROOT))
              .bind("by", by.orElse(null))
              .bind("request", requestId)
              .bind("now", Timestamp.from(now))
              .execute();
      Optional<Run> found = inserted == 1 ? find(handle, tenantId, id) : Optional.empty();
      Optional<Run> run =
          found
              .or(() -> waiting(handle, tenantId, request.space(), fingerprint))
              .or(() -> find(handle, tenantId, id));
      if (run.isPresent()) {
        return run.get();
      }
    }
    throw new IllegalStateException("a request neither entered nor found its like");
  }

  private static Optional<Run> waiting(
      Handle handle, UUID tenantId, String space, String fingerprint) {
    return handle
        .createQuery(WAITING)
        .bind("tenant", tenantId)
        .bind("space", space)
        .bind("fingerprint", fingerprint)
        .map(MAPPER)
        .findOne();
  }

  /** Names what is asked for, whoever asks. */
  static String fingerprint(SleepRequest request) {
    return fingerprint(request.phases(), request.parameters(), request.dry());
  }

  static String fingerprint(java.util.Set<Phase> phases, SleepParameters parameters, boolean dry) {
    String all =
        phases.stream().sorted().map(Phase::text).collect(Collectors.joining(","))
            + "|"
            + RunJson.write(parameters)
            + "|"
            + dry;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Optional<Run> find(Handle handle, UUID tenantId, UUID id) {
    return handle.createQuery(FIND).bind("tenant", tenantId).bind("id", id).map(MAPPER).findOne();
  }

  /** The run, locked until the transaction ends. */
  Optional<Run> lock(Handle handle, UUID tenantId, UUID id) {
    return handle
        .createQuery(FIND + "\nFOR UPDATE")
        .bind("tenant", tenantId)
        .bind("id", id)
        .map(MAPPER)
        .findOne();
  }

  List<Run> list(Handle handle, UUID tenantId, RunQuery wanted) {
    return handle
        .createQuery(LIST)
        .bind("tenant", tenantId)
        .bind("space", wanted.space().orElse(null))
        .bind("state", wanted.state().map(RunState::text).orElse(null))
        .bind("dry", wanted.dry().orElse(null))
        .bind("limit", wanted.limit())
        .map(MAPPER)
        .list();
  }

  boolean hasOtherOpen(Handle handle, UUID tenantId, Run run) {
    return handle
            .createQuery(OTHER_OPEN)
            .bind("tenant", tenantId)
            .bind("space", run.space())
            .bind("id", run.id())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  boolean cancel(Handle handle, UUID tenantId, UUID id, Instant now) {
    return handle
            .createUpdate(CANCEL)
            .bind("tenant", tenantId)
            .bind("id", id)
            .bind("now", Timestamp.from(now))
            .execute()
        > 0;
  }

  /** Live memories of a space. */
  long live(Handle handle, UUID tenantId, String space) {
    return handle
        .createQuery(LIVE)
        .bind("tenant", tenantId)
        .bind("space", space)
        .mapTo(Long.class)
        .one();
  }

  List<RunCluster> clusters(Handle handle, UUID tenantId, UUID id, int limit) {
    return handle
        .createQuery(CLUSTERS)
        .bind("tenant", tenantId)
        .bind("id", id)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new RunCluster(
                    row.getObject("run_id", UUID.class),
                    row.getInt("number"),
                    RunCluster.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                    List.of((UUID[]) row.getArray("members").getArray()),
                    Optional.ofNullable(row.getObject("result", UUID.class))))
        .list();
  }
}
