package io.hypnos.engine.brought;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the rows of a tenant within a transaction of the operator's database. Closed before it is
 * done, it lets the tenant in again where its rows lay.
 */
final class Attempt implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  /** A move holds up the transactions of all tenants for moments, so there is one at a time. */
  private static final String ONLY_MOVE =
      "SELECT pg_try_advisory_xact_lock(hashtextextended('move of a tenant', 0))";

  private final UUID tenantId;
  private final Database database;
  private final OwnDatabaseRegistry registry;
  private final RowMove rows;
  private final Stay stay;
  private Optional<Passage> source = Optional.empty();
  private Optional<Departure> departure = Optional.empty();

  Attempt(UUID tenantId, Database database, OwnDatabaseRegistry registry) {
    this.tenantId = tenantId;
    this.database = database;
    this.registry = registry;
    this.rows = new RowMove(tenantId);
    this.stay = new Stay(tenantId);
  }

  private Passage source(Lodging left) {
    if (source.isEmpty()) {
      source = Optional.of(registry.passage(tenantId, left.address()));
    }
    return source.get();
  }

  /**
   * Whether the rows lie in this very database already. When there is nothing to connect to where
   * they are known to lie, the name of the stay decides: the database has another address or
   * password by now. One that is there and fails may hold rows that the other lacks.
   */
  boolean isAt(Lodging known, Side target, String question) {
    int asked;
    try {
      asked = source(known).run(handle -> stay.ask(handle, question));
    } catch (HypnosException e) {
      if (Passage.isGone(e) && target.run(stay::name).equals(Optional.of(known.place()))) {
        LOG.info("the own database of tenant {} is reached in another way from now on", tenantId);
        return true;
      }
      throw e;
    }
    if (asked == 0) {
      throw new HypnosException(
          ErrorCode.UNAVAILABLE, "The tenant's own database does not hold what it held");
    }
    return target.run(stay::asked).equals(Optional.of(question));
  }

  void fromOperators(Handle home, Side target, String newPlace) {
    requireOnlyMove(home);
    rows.requireFew(home, mostMoved());
    // Apart, or all other tenants would wait for the lock until the move is over.
    Departure leaving = depart(database::asSystemApart);
    Map<String, Long> copied = target.run(to -> arrive(home, home, to, newPlace));
    rows.remove(home, copied);
    leaving.keep(home);
  }

  void fromOwnToOwn(Handle home, Lodging left, Side target, String newPlace) {
    leave(
        home,
        left,
        from ->
            target.<Void>run(
                to -> {
                  arrive(home, from, to, newPlace);
                  rows.copyAudit(home, from, to);
                  return null;
                }));
  }

  void toOperators(Handle home, Lodging left) {
    leave(
        home,
        left,
        from -> {
          rows.requireFew(from, mostMoved());
          rows.clear(home, false);
          rows.copyHome(from, home);
          rows.copyAudit(home, from, home);
        });
    Departure.letIn(home, tenantId);
  }

  /**
   * @param copying is done while nobody changes the rows
   */
  private void leave(Handle home, Lodging left, Consumer<Handle> copying) {
    requireOnlyMove(home);
    Passage leftBy = source(left);
    leftBy.<Void>run(
        from -> {
          rows.requireFew(from, mostMoved());
          Departure leaving = depart(leftBy);
          copying.accept(from);
          leaving.requireTime(from);
          return null;
        });
  }

  private static void requireOnlyMove(Handle home) {
    if (!home.createQuery(ONLY_MOVE).mapTo(boolean.class).one()) {
      throw new HypnosException(
          ErrorCode.UNAVAILABLE, "the rows of another tenant are being moved; try again later");
    }
  }

  private Departure depart(Side side) {
    Departure begun = Departure.begin(side, tenantId, registry.settings().moveTimeout());
    departure = Optional.of(begun);
    return begun;
  }

  private int mostMoved() {
    return registry.settings().mostMoved();
  }

  private Map<String, Long> arrive(Handle home, Handle from, Handle to, String newPlace) {
    rows.requireFew(from, mostMoved());
    rows.clear(to, true);
    rows.number(from, to);
    Map<String, Long> copied = rows.copy(home, from, to);
    stay.begin(to, newPlace);
    Departure.letIn(to, tenantId);
    return copied;
  }

  /** What happens now is for good. */
  void done() {
    departure = Optional.empty();
  }

  @Override
  public void close() {
    departure.ifPresent(Departure::cancel);
    source.ifPresent(Passage::close);
  }
}
