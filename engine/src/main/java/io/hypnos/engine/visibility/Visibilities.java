package io.hypnos.engine.visibility;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Resolves what a viewer may see against the grants as they stand in the transaction. */
public final class Visibilities {
  private static final String HIDDEN =
      """
      SELECT DISTINCT space
      FROM space_grant g
      WHERE tenant_id = :tenant
        AND NOT EXISTS (SELECT 1 FROM space_grant own
                        WHERE own.tenant_id = g.tenant_id AND own.space = g.space
                          AND own.key_id = :agent AND own.can_read)
      ORDER BY space
      """;

  private final Clock clock;

  public Visibilities(Clock clock) {
    this.clock = clock;
  }

  public Visibility resolve(
      Handle handle,
      Viewer viewer,
      Optional<List<String>> spaces,
      History history,
      Optional<Instant> asOf) {
    List<String> hidden =
        viewer.agent().map(agent -> hidden(handle, viewer.tenantId(), agent)).orElse(List.of());
    return new Visibility(viewer, spaces, hidden, history, asOf, clock.instant());
  }

  private static List<String> hidden(Handle handle, UUID tenantId, UUID agent) {
    return handle
        .createQuery(HIDDEN)
        .bind("tenant", tenantId)
        .bind("agent", agent)
        .mapTo(String.class)
        .list();
  }
}
