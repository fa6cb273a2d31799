package io.hypnos.engine.idempotency;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Placed;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.idempotency.Claim.Answered;
import io.hypnos.engine.idempotency.Claim.Other;
import io.hypnos.engine.idempotency.Claim.Ours;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.IdempotencySettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a repeated request with the first answer, on any node. The answer is kept after the work
 * and not with it: a crash between the two lets a repeat do the work again once the lease is over.
 */
public final class Idempotency {
  private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
  private static final int FORGOTTEN_A_TURN = 1_000;

  private final Database database;
  private final IdempotencyStore store;
  private final Duration patience;
  private final Supplier<UUID> tokens;
  private final Clock clock;

  public Idempotency(
      Database database, IdempotencySettings settings, Supplier<UUID> tokens, Clock clock) {
    this.database = database;
    this.store = new IdempotencyStore(settings.lease(), settings.keep());
    this.patience = settings.patience();
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * Does the work unless the same request was answered before; then gives that answer. The key
   * belongs to the tenant, the caller's key and the operation.
   *
   * <p>{@code VALIDATION} for a key that is none; {@code CONFLICT} when the key came with other
   * content, or when somebody is still working on it after the patience. Work that fails, or
   * answers that trying again may help, leaves the key free.
   *
   * @param digest SHA-256 over what makes the request
   */
  public Answer run(
      Caller caller, String operation, String key, byte[] digest, Supplier<Answer> work) {
    RepeatableRequest request = RepeatableRequest.of(caller, operation, key, digest);
    Claim claim = claim(request);
    if (claim instanceof Answered answered) {
      return answered.answer();
    }
    if (claim instanceof Ours ours) {
      return work(request, ours.token(), work);
    }
    throw conflict(
        claim instanceof Other
            ? "Idempotency-Key was used for another request"
            : "a request with this Idempotency-Key is still being worked on",
        claim instanceof Other ? "other_request" : "in_progress");
  }

  private static HypnosException conflict(String message, String reason) {
    return new HypnosException(
        ErrorCode.CONFLICT, message, Map.of("field", "Idempotency-Key", "reason", reason), null);
  }

  private Claim claim(RepeatableRequest request) {
    long end = System.nanoTime() + patience.toNanos();
    Duration pause = SHORTEST_PAUSE;
    UUID token = tokens.get();
    while (true) {
      Claim claim =
          database.inTenant(
              request.tenantId(), handle -> store.claim(handle, request, token, clock.instant()));
      if (!(claim instanceof Claim.Busy) || System.nanoTime() >= end) {
        return claim;
      }
      pause(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  private static void pause(Duration pause) {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HypnosException(ErrorCode.UNAVAILABLE, "the server is stopping", e);
    }
  }

  private Answer work(RepeatableRequest request, UUID token, Supplier<Answer> work) {
    boolean kept = false;
    try {
      Answer answer = work.get();
      kept = answer.isFinal() && keep(request, token, answer);
      return answer;
    } finally {
      if (!kept) {
        release(request, token);
      }
    }
  }

  /**
   * The work is done whether or not its answer can be kept, so a failure here is not the caller's.
   */
  private boolean keep(RepeatableRequest request, UUID token, Answer answer) {
    try {
      return database.inTenant(
          request.tenantId(),
          handle -> store.answer(handle, request, token, answer, clock.instant()));
    } catch (RuntimeException e) {
      LOG.warn("an answer could not be kept for a repeat of {}", request.operation(), e);
      return true; // The lease frees the key.
    }
  }

  private void release(RepeatableRequest request, UUID token) {
    try {
      database.inTenant(
          request.tenantId(),
          handle -> {
            store.release(handle, request, token);
            return null;
          });
    } catch (RuntimeException e) {
      LOG.warn("a key of {} stays taken until its lease is over", request.operation(), e);
    }
  }

  /** Drops answers that are too old to be given again; returns whether there may be more. */
  public boolean forgetExpired() {
    return Placed.sum(
            database,
            "kept answers",
            place ->
                place.asSystem(
                    handle -> IdempotencyStore.forget(handle, clock.instant(), FORGOTTEN_A_TURN)))
        >= FORGOTTEN_A_TURN;
  }
}
