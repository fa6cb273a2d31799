package io.hypnos.engine.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.StorableText;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.tenancy.Caller;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How intake is set for spaces. Another node follows a change within seconds. */
public final class SpaceIntakes {
  private static final Duration KNOWN_FOR = Duration.ofSeconds(5);
  private static final int MOST_KNOWN = 10_000;
  private static final int LONGEST_SPACE = 512;

  private static final String FIND =
      """
      SELECT policy, concepts, facts, triples
      FROM space_intake
      WHERE tenant_id = :tenant AND space = :space
      """;

  private static final String PUT =
      """
      INSERT INTO space_intake (tenant_id, space, policy, concepts, facts, triples, updated_at)
      VALUES (:tenant, :space, :policy, :concepts, :facts, :triples, :now)
      ON CONFLICT (tenant_id, space) DO UPDATE
      SET policy = :policy, concepts = :concepts, facts = :facts, triples = :triples,
          updated_at = :now
      """;

  private final Database database;
  private final AuditLog audit;
  private final Clock clock;
  private final Cache<Room, SpaceIntake> known =
      Caffeine.newBuilder().maximumSize(MOST_KNOWN).expireAfterWrite(KNOWN_FOR).build();

  public SpaceIntakes(Database database, AuditLog audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  private record Room(UUID tenantId, String space) {}

  /** As it is set; {@link SpaceIntake#PLAIN} when it is not. */
  public SpaceIntake of(UUID tenantId, String space) {
    return known.get(new Room(tenantId, space), this::find);
  }

  private SpaceIntake find(Room room) {
    return database.inTenant(
        room.tenantId(),
        handle ->
            handle
                .createQuery(FIND)
                .bind("tenant", room.tenantId())
                .bind("space", room.space())
                .map(
                    (row, context) ->
                        new SpaceIntake(
                            Optional.ofNullable(row.getString("policy")),
                            row.getBoolean("concepts"),
                            row.getBoolean("facts"),
                            row.getBoolean("triples")))
                .findOne()
                .orElse(SpaceIntake.PLAIN));
  }

  /** Sets it for a space, which need not exist yet. */
  public void put(Caller caller, String space, SpaceIntake wanted) {
    StorableText.require("space", space);
    if (space.isBlank() || space.length() > LONGEST_SPACE) {
      throw new HypnosException(
          ErrorCode.VALIDATION, "a space has 1 to %d characters".formatted(LONGEST_SPACE));
    }
    wanted
        .policy()
        .filter(name -> WritePolicy.named(name).isEmpty())
        .ifPresent(
            name -> {
              throw new HypnosException(
                  ErrorCode.VALIDATION, "no such policy", Map.of("field", "policy"), null);
            });
    database.inTenant(
        caller.tenantId(),
        handle -> {
          handle
              .createUpdate(PUT)
              .bind("tenant", caller.tenantId())
              .bind("space", space)
              .bind("policy", wanted.policy().orElse(null))
              .bind("concepts", wanted.concepts())
              .bind("facts", wanted.facts())
              .bind("triples", wanted.triples())
              .bind("now", Timestamp.from(clock.instant()))
              .execute();
          audit.record(handle, caller.actor(), "space.intake", space, Map.of());
          return null;
        });
    known.invalidate(new Room(caller.tenantId(), space));
  }
}
