package io.hypnos.engine.brought;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.Secret;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the rows of a tenant from one database to another. One transaction of the operator's
 * database is what counts: when it commits, the tenant has moved, and until then its rows lie where
 * they lay. What was copied before a failure is cleared by the next attempt.
 */
final class DatabaseSwitch {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseSwitch.class);

  private static final String ALONE =
      "SELECT pg_try_advisory_xact_lock(hashtextextended('database of ' || :tenant, 0))";

  /** Not while it is being erased, and it is not erased meanwhile. */
  private static final String HOLD =
      """
      SELECT tenant_id
      FROM tenant
      WHERE tenant_id = :tenant AND state = 'active'
      FOR NO KEY UPDATE
      """;

  private static final int CLEARING_TRIES = 5;
  private static final String DELETE_TENANT = "DELETE FROM tenant WHERE tenant_id = :tenant";

  private final Database database;
  private final OwnDatabaseRegistry registry;

  DatabaseSwitch(Database database, OwnDatabaseRegistry registry) {
    this.database = database;
    this.registry = registry;
  }

  /** Where the rows of the tenant lie, if in an own database. */
  interface Standing {
    Optional<Lodging> in(Handle home);
  }

  /**
   * @param name of the stay, if one begins
   * @param kept writes down where the rows lie from now on
   */
  void toOwn(
      UUID tenantId, Secret dsn, Standing standing, String name, BiConsumer<Handle, Lodging> kept) {
    try (Passage target = registry.passage(tenantId, Dsn.parse(dsn.reveal()))) {
      Lodging next = new Lodging(name, name, dsn);
      Optional<Lodging> left =
          trying(
              tenantId,
              (home, attempt) -> {
                Optional<Lodging> known = standing.in(home);
                if (known.isPresent() && attempt.isAt(known.get(), target, name)) {
                  kept.accept(home, known.get().reachedBy(dsn, name));
                  return Optional.empty();
                }
                if (known.isPresent()) {
                  attempt.fromOwnToOwn(home, known.get(), target, name);
                } else {
                  attempt.fromOperators(home, target, name);
                }
                kept.accept(home, next);
                return known;
              });
      left.ifPresent(lodging -> clear(lodging, tenantId));
    }
  }

  /**
   * @param forgotten writes down that the rows lie in the operator's database
   */
  void toOperators(UUID tenantId, Standing standing, Consumer<Handle> forgotten) {
    Optional<Lodging> left =
        trying(
            tenantId,
            (home, attempt) -> {
              Optional<Lodging> known = standing.in(home);
              if (known.isPresent()) {
                attempt.toOperators(home, known.get());
                forgotten.accept(home);
              }
              return known;
            });
    left.ifPresent(lodging -> clear(lodging, tenantId));
  }

  /** Says what is left, if anything. */
  private interface Work {
    Optional<Lodging> in(Handle home, Attempt attempt);
  }

  private Optional<Lodging> trying(UUID tenantId, Work work) {
    try (Attempt attempt = new Attempt(tenantId, database, registry)) {
      Optional<Lodging> left =
          database.asSystem(
              home -> {
                hold(home, tenantId);
                return work.in(home, attempt);
              });
      attempt.done();
      return left;
    } catch (JdbiException e) {
      throw told(e);
    }
  }

  private static RuntimeException told(JdbiException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return told(failure, sql.getSQLState());
      }
    }
    return failure;
  }

  private static RuntimeException told(JdbiException failure, String state) {
    if (state.startsWith("22") || state.startsWith("23")) {
      return new HypnosException(
          ErrorCode.CONFLICT,
          "there are rows that the other database refuses; nothing was changed",
          Map.of("reason", "rows_refused"),
          failure);
    }
    // Two who hindered each other, or a server that cannot for the moment.
    if (state.startsWith("40") || state.startsWith("5")) {
      return new HypnosException(
          ErrorCode.UNAVAILABLE, "the rows cannot be moved now; try again later", failure);
    }
    return failure;
  }

  private static void hold(Handle home, UUID tenantId) {
    boolean alone =
        home.createQuery(ALONE).bind("tenant", tenantId.toString()).mapTo(boolean.class).one();
    if (!alone) {
      throw new HypnosException(
          ErrorCode.CONFLICT,
          "the rows of the tenant are being moved already",
          Map.of("reason", "being_moved"),
          null);
    }
    if (home.createQuery(HOLD).bind("tenant", tenantId).mapTo(UUID.class).findOne().isEmpty()) {
      throw new HypnosException(ErrorCode.NOT_FOUND, "no such tenant");
    }
  }

  /** The rows are elsewhere by now; what is left here when it fails is the tenant's to remove. */
  private void clear(Lodging left, UUID tenantId) {
    for (int tried = 1; tried <= CLEARING_TRIES; tried++) {
      try (Passage passage = registry.passage(tenantId, left.address())) {
        passage.<Void>run(handle -> clear(handle, left, tenantId));
        return;
      } catch (HypnosException | JdbiException e) {
        // Upkeep that was under way there may have been in the way.
        if (tried == CLEARING_TRIES || isForGood(e)) {
          LOG.warn("rows of tenant {} stay in the database that it left", tenantId, e);
          return;
        }
        LOG.debug("rows of tenant {} are cleared once more", tenantId, e);
      }
    }
  }

  private static boolean isForGood(RuntimeException failure) {
    return failure instanceof HypnosException known && known.code() == ErrorCode.CONFLICT;
  }

  private static Void clear(Handle handle, Lodging left, UUID tenantId) {
    Stay stay = new Stay(tenantId);
    // The name of the server may lead elsewhere by now, even to where the rows went.
    if (!stay.name(handle).equals(Optional.of(left.place()))) {
      throw new HypnosException(ErrorCode.CONFLICT, "another stay has begun in the database");
    }
    new RowMove(tenantId).clear(handle, true);
    stay.end(handle);
    handle.createUpdate(DELETE_TENANT).bind("tenant", tenantId).execute();
    Departure.leave(handle, tenantId);
    return null;
  }
}
