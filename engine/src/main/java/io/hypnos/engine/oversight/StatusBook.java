package io.hypnos.engine.oversight;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.health.Health;
import io.hypnos.engine.oversight.StatusCheck.State;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Looks every minute whether the parts answer, and keeps what it saw for a day. */
public final class StatusBook {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final double NANOS_A_MILLI = 1_000_000.0;

  private static final String INSERT =
      """
      INSERT INTO status_check (at, state, latency_ms)
      VALUES (:at, :state, :latency)
      ON CONFLICT DO NOTHING
      """;

  private static final String FORGET = "DELETE FROM status_check WHERE at < :before";

  private static final String ALL =
      """
      SELECT at, state, latency_ms
      FROM status_check
      WHERE at >= :since
      ORDER BY at DESC
      """;

  private final Database database;
  private final Supplier<Health> health;
  private final Clock clock;

  public StatusBook(Database database, Supplier<Health> health, Clock clock) {
    this.database = database;
    this.health = health;
    this.clock = clock;
  }

  /** One look; nodes share a row a minute. Says that there is no more to do. */
  public boolean runOnce() {
    long start = System.nanoTime();
    State state = state(health.get());
    double latency = (System.nanoTime() - start) / NANOS_A_MILLI;
    Instant now = clock.instant();
    database.<Void>asSystem(
        handle -> {
          handle
              .createUpdate(INSERT)
              .bind("at", Timestamp.from(now.truncatedTo(ChronoUnit.MINUTES)))
              .bind("state", state.name().toLowerCase(Locale.ROOT))
              .bind("latency", latency)
              .execute();
          handle.createUpdate(FORGET).bind("before", Timestamp.from(now.minus(KEPT))).execute();
          return null;
        });
    return false;
  }

  private static State state(Health found) {
    if (!found.database()) {
      return State.DOWN;
    }
    return found.search() && found.embedding() && found.intake() && found.blobs()
        ? State.OPERATIONAL
        : State.DEGRADED;
  }

  /** The looks of the last day, newest first. */
  public List<StatusCheck> lastDay() {
    return database.asSystem(
        handle ->
            handle
                .createQuery(ALL)
                .bind("since", Timestamp.from(clock.instant().minus(KEPT)))
                .map(
                    (row, context) ->
                        new StatusCheck(
                            row.getTimestamp("at").toInstant(),
                            State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                            row.getDouble("latency_ms")))
                .list());
  }
}
