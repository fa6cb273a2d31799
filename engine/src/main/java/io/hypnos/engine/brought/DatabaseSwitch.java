package io.hypnos.engine.brought;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.OwnDatabase;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.OwnDatabaseSettings;
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

  /** A move holds up the transactions of all tenants for moments, so there is one at a time. */
  private static final String ONLY_MOVE =
      "SELECT pg_try_advisory_xact_lock(hashtextextended('move of a tenant', 0))";

  /** Not while it is being erased, and it is not erased meanwhile. */
  private static final String HOLD =
      """
      SELECT tenant_id
      FROM tenant
      WHERE tenant_id = :tenant AND state = 'active'
      FOR NO KEY UPDATE
      """;

  private static final String DELETE_TENANT = "DELETE FROM tenant WHERE tenant_id = :tenant";

  private final Database database;
  private final OwnDatabaseRegistry registry;
  private final OwnDatabaseSettings settings;

  DatabaseSwitch(Database database, OwnDatabaseRegistry registry) {
    this.database = database;
    this.registry = registry;
    this.settings = registry.settings();
  }

  /** The stay of the tenant in an own database, if its rows lie in one. */
  interface Standing {
    Optional<String> in(Handle home);
  }

  /**
   * @param newPlace names the stay that begins
   * @param kept writes down, with the name of the stay, that the rows lie there
   */
  void toOwn(
      UUID tenantId,
      OwnDatabase target,
      Standing standing,
      String newPlace,
      BiConsumer<Handle, String> kept) {
    Optional<OwnDatabase> left =
        trying(
            tenantId,
            (home, attempt) -> {
              Optional<OwnDatabase> source = Optional.empty();
              Optional<String> place = standing.in(home);
              if (place.isEmpty()) {
                attempt.fromOperators(home, target, newPlace);
              } else if (isSame(tenantId, place.get(), target, newPlace)) {
                // Every process opens it anew, by the name and the password that hold now.
                target.asSystem(handle -> new Stay(tenantId).begin(handle, newPlace));
              } else {
                source = Optional.of(current(tenantId));
                attempt.fromOwnToOwn(home, source.get(), target, newPlace);
              }
              kept.accept(home, newPlace);
              return source;
            });
    left.ifPresent(source -> clear(source, tenantId));
  }

  /**
   * @param forgotten writes down that the rows lie in the operator's database
   */
  void toOperators(UUID tenantId, Standing standing, Consumer<Handle> forgotten) {
    Optional<OwnDatabase> left =
        trying(
            tenantId,
            (home, attempt) -> {
              if (standing.in(home).isEmpty()) {
                return Optional.empty();
              }
              OwnDatabase source = current(tenantId);
              attempt.toOperators(home, source);
              forgotten.accept(home);
              return Optional.of(source);
            });
    left.ifPresent(source -> clear(source, tenantId));
  }

  private interface Work {
    Optional<OwnDatabase> in(Handle home, Attempt attempt);
  }

  private Optional<OwnDatabase> trying(UUID tenantId, Work work) {
    Attempt attempt = new Attempt(tenantId);
    boolean done = false;
    try {
      Optional<OwnDatabase> left =
          database.asSystem(
              home -> {
                hold(home, tenantId);
                return work.in(home, attempt);
              });
      done = true;
      return left;
    } finally {
      if (!done) {
        attempt.departure.ifPresent(Departure::cancel);
      }
    }
  }

  /** Moves rows within the transaction of the operator's database. */
  private final class Attempt {
    private final UUID tenantId;
    private final RowMove rows;
    private Optional<Departure> departure = Optional.empty();

    Attempt(UUID tenantId) {
      this.tenantId = tenantId;
      this.rows = new RowMove(tenantId);
    }

    private Departure depart(Side side) {
      Departure begun = Departure.begin(side, tenantId, settings.moveTimeout());
      departure = Optional.of(begun);
      return begun;
    }

    void fromOperators(Handle home, OwnDatabase target, String newPlace) {
      rows.requireFew(home, settings.mostMoved());
      Departure leaving = depart(database::asSystem);
      Map<String, Long> copied = target.asSystem(to -> arrive(home, home, to, newPlace));
      rows.remove(home, copied);
      leaving.keep(home);
    }

    void fromOwnToOwn(Handle home, OwnDatabase source, OwnDatabase target, String newPlace) {
      source.<Void>asSystem(
          from -> {
            rows.requireFew(from, settings.mostMoved());
            Departure leaving = depart(source::asSystem);
            target.<Void>asSystem(
                to -> {
                  arrive(home, from, to, newPlace);
                  rows.copyAudit(home, from, to);
                  return null;
                });
            leaving.requireTime(from);
            return null;
          });
    }

    private Map<String, Long> arrive(Handle home, Handle from, Handle to, String newPlace) {
      rows.requireFew(from, settings.mostMoved());
      rows.clear(to, true);
      rows.number(from, to);
      Map<String, Long> copied = rows.copy(home, from, to);
      new Stay(tenantId).begin(to, newPlace);
      Departure.letIn(to, tenantId);
      return copied;
    }

    void toOperators(Handle home, OwnDatabase source) {
      source.<Void>asSystem(
          from -> {
            rows.requireFew(from, settings.mostMoved());
            Departure leaving = depart(source::asSystem);
            rows.requireFew(from, settings.mostMoved());
            rows.clear(home, false);
            rows.copyHome(from, home);
            rows.copyAudit(home, from, home);
            leaving.requireTime(from);
            return null;
          });
      Departure.letIn(home, tenantId);
    }
  }

  /**
   * Whether the rows lie in this very database already. When the place where they are known to lie
   * cannot be reached any more, the name of the stay decides: the database has another address or
   * password by now.
   */
  private boolean isSame(UUID tenantId, String place, OwnDatabase target, String question) {
    Stay stay = new Stay(tenantId);
    try {
      current(tenantId).asSystem(handle -> stay.ask(handle, question));
    } catch (HypnosException e) {
      if (target.asSystem(stay::name).equals(Optional.of(place))) {
        LOG.info("the own database of tenant {} is reached in another way from now on", tenantId);
        return true;
      }
      throw e;
    }
    return target.asSystem(stay::asked).equals(Optional.of(question));
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
    if (!home.createQuery(ONLY_MOVE).mapTo(boolean.class).one()) {
      throw new HypnosException(
          ErrorCode.UNAVAILABLE, "the rows of another tenant are being moved; try again later");
    }
    if (home.createQuery(HOLD).bind("tenant", tenantId).mapTo(UUID.class).findOne().isEmpty()) {
      throw new HypnosException(ErrorCode.NOT_FOUND, "no such tenant");
    }
  }

  /** The own database of the tenant, as it is known now. */
  private OwnDatabase current(UUID tenantId) {
    registry.lookAgain();
    return registry
        .of(tenantId)
        .orElseThrow(
            () ->
                new HypnosException(
                    ErrorCode.UNAVAILABLE, "The tenant's own database is not known yet"));
  }

  /** The rows are elsewhere by now; what is left here when it fails is the tenant's to remove. */
  private static void clear(OwnDatabase left, UUID tenantId) {
    try {
      left.<Void>asSystem(
          handle -> {
            new RowMove(tenantId).clear(handle, true);
            new Stay(tenantId).end(handle);
            handle.createUpdate(DELETE_TENANT).bind("tenant", tenantId).execute();
            Departure.leave(handle, tenantId);
            return null;
          });
    } catch (HypnosException | JdbiException e) {
      LOG.warn("rows of tenant {} stay in the database that it left", tenantId, e);
    }
  }
}
