package io.hypnos.engine.space;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Whether an agent (a key) may use spaces. A space is open to all agents of its tenant until the
 * first grant restricts it; the tenant itself is not bound by grants.
 */
public final class SpaceAccess {
  /** The detail of a {@code FORBIDDEN} that says a grant is missing. */
  public static final String NO_GRANT = "space_grant";

  private static final String REFUSED =
      """
      SELECT min(g.space)
      FROM space_grant g
      WHERE g.tenant_id = :tenant AND g.space = ANY(:spaces)
        AND NOT EXISTS (SELECT 1 FROM space_grant own
                        WHERE own.tenant_id = :tenant AND own.space = g.space
                          AND own.key_id = :agent
                          AND CASE WHEN :writing THEN own.can_write ELSE own.can_read END)
      """;

  private static final String UNREADABLE =
      """
      SELECT DISTINCT space
      FROM space_grant g
      WHERE tenant_id = :tenant
        AND NOT EXISTS (SELECT 1 FROM space_grant own
                        WHERE own.tenant_id = g.tenant_id AND own.space = g.space
                          AND own.key_id = :agent AND own.can_read)
      ORDER BY space
      """;

  /** Fails with {@code FORBIDDEN} when one of the spaces is closed to writes of the agent. */
  public void requireWrite(
      Handle handle, UUID tenantId, Optional<UUID> agent, Collection<String> spaces) {
    require(handle, tenantId, agent, spaces, true);
  }

  /** Fails with {@code FORBIDDEN} when one of the spaces is closed to reads of the agent. */
  public void requireRead(
      Handle handle, UUID tenantId, Optional<UUID> agent, Collection<String> spaces) {
    require(handle, tenantId, agent, spaces, false);
  }

  /** The spaces that are closed to reads of the agent. */
  public List<String> unreadable(Handle handle, UUID tenantId, Optional<UUID> agent) {
    return agent.isEmpty()
        ? List.of()
        : handle
            .createQuery(UNREADABLE)
            .bind("tenant", tenantId)
            .bind("agent", agent.get())
            .mapTo(String.class)
            .list();
  }

  private static void require(
      Handle handle,
      UUID tenantId,
      Optional<UUID> agent,
      Collection<String> spaces,
      boolean writing) {
    if (agent.isEmpty() || spaces.isEmpty()) {
      return;
    }
    Optional<String> refused =
        handle
            .createQuery(REFUSED)
            .bind("tenant", tenantId)
            .bind("agent", agent.get())
            .bind("spaces", spaces.toArray(String[]::new))
            .bind("writing", writing)
            .mapTo(String.class)
            .findOne();
    if (refused.isPresent()) {
      throw refusal(refused.get(), writing ? "write to" : "read");
    }
  }

  /** Fails with {@code FORBIDDEN} when a space that is wanted is among those closed to reads. */
  public static void requireNoneOf(Collection<String> closed, Collection<String> wanted) {
    wanted.stream()
        .filter(closed::contains)
        .min(Comparator.naturalOrder())
        .ifPresent(
            space -> {
              throw refusal(space, "read");
            });
  }

  private static HypnosException refusal(String space, String what) {
    return new HypnosException(
        ErrorCode.FORBIDDEN,
        "this key has no grant to %s the space".formatted(what),
        Map.of("reason", NO_GRANT, "space", space),
        null);
  }
}
