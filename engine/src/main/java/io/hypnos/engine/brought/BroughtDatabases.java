package io.hypnos.engine.brought;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.outgoing.UrlGuard;
import io.hypnos.engine.tenancy.Tenant;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes the databases that tenants bring ready for their rows. Nothing is kept here and nothing is
 * routed there: what is prepared is an empty home for a tenant that could move in.
 */
public final class BroughtDatabases {
  private static final Duration TRIAL = Duration.ofSeconds(10);
  private static final Duration MIGRATION = Duration.ofMinutes(1);

  private final UrlGuard guard;
  private final Clock clock;

  public BroughtDatabases(UrlGuard guard, Clock clock) {
    this.guard = guard;
    this.clock = clock;
  }

  /**
   * Looks at the database, migrates it, puts the tenant there and tries a row. {@code VALIDATION}
   * with the reason when it cannot be used; a database that fails the look is not changed.
   */
  public BroughtDatabase prepare(Tenant tenant, String text) {
    Dsn dsn = Dsn.parse(text);
    guard.resolve(dsn.host()); // One that must not be named is told so.
    PinnedSource trial = new PinnedSource(tenant.id(), () -> dsn, guard, TRIAL);
    String version =
        within(TRIAL, trial, () -> new BroughtSchema(trial).requireUsable(tenant.id()));
    PinnedSource source = new PinnedSource(tenant.id(), () -> dsn, guard, MIGRATION);
    return within(
        MIGRATION,
        source,
        () -> {
          BroughtSchema schema = new BroughtSchema(source);
          schema.migrate();
          schema.claim(tenant);
          schema.tryOut(tenant.id());
          return new BroughtDatabase(
              dsn.masked(), version, clock.instant().truncatedTo(ChronoUnit.MICROS));
        });
  }

  private static <T> T within(Duration patience, PinnedSource source, Callable<T> work) {
    Future<T> running = SelfTests.start(work);
    try {
      return running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      running.cancel(true);
      source.cut();
      throw BroughtSchema.unusable("it does not answer in time", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HypnosException known) {
        throw known;
      }
      throw BroughtSchema.unusable(reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HypnosException(ErrorCode.UNAVAILABLE, "the server is stopping", e);
    }
  }

  /** By the state of the failure; the words of the server may be anything. */
  private static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return reason(sql.getSQLState());
      }
    }
    return "what its schema hypnos holds cannot be migrated";
  }

  private static String reason(String state) {
    if (state.startsWith("28")) {
      return "the user or the password is refused";
    }
    if (state.startsWith("08")) {
      return "it cannot be reached, or not with this sslmode";
    }
    return switch (state) {
      case "3D000" -> "there is no database of this name";
      case "42501" -> "its user lacks a right";
      default -> "it answers with state " + state;
    };
  }
}
