package io.hypnos.engine.llm;

import io.hypnos.engine.database.Database;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * What each tenant has used of the language model. A question reserves an estimate before it is
 * asked, under a lock of the tenant, so that callers at the same time cannot pass a cap together.
 */
public final class SpendLedger {
  private static final String LOCK =
      """
      SELECT pg_advisory_xact_lock(hashtextextended('llm_spend ' || :tenant, 0))
      """;

  private static final String SPENT =
      """
      SELECT coalesce(sum(calls), 0)::bigint AS calls,
             coalesce(sum(prompt_tokens), 0)::bigint AS prompt_tokens,
             coalesce(sum(answer_tokens), 0)::bigint AS answer_tokens,
             coalesce(sum(cost_micros), 0)::bigint AS cost_micros
      FROM llm_spend
      WHERE tenant_id = :tenant AND day BETWEEN :first AND :last
      """;

  private static final String ADD =
      """
      INSERT INTO llm_spend
        (tenant_id, day, purpose, model, calls, prompt_tokens, answer_tokens, cost_micros)
      VALUES (:tenant, :day, :purpose, :model, :calls, greatest(:prompt, 0), greatest(:answer, 0),
              greatest(:micros, 0))
      ON CONFLICT (tenant_id, day, purpose, model) DO UPDATE
      SET calls = llm_spend.calls + :calls,
          prompt_tokens = greatest(llm_spend.prompt_tokens + :prompt, 0),
          answer_tokens = greatest(llm_spend.answer_tokens + :answer, 0),
          cost_micros = greatest(llm_spend.cost_micros + :micros, 0)
      """;

  private static final String OWN_CAP =
      """
      SELECT monthly_micros
      FROM llm_cap
      WHERE tenant_id = :tenant
      """;

  private static final String SET_CAP =
      """
      INSERT INTO llm_cap (tenant_id, monthly_micros, updated_at)
      VALUES (:tenant, :micros, :now)
      ON CONFLICT (tenant_id) DO UPDATE
      SET monthly_micros = excluded.monthly_micros, updated_at = excluded.updated_at
      """;

  private static final String CLEAR_CAP =
      """
      DELETE FROM llm_cap
      WHERE tenant_id = :tenant
      """;

  private final Database database;
  private final Clock clock;

  public SpendLedger(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** What the tenant has used today (UTC). */
  public Spend today(UUID tenantId) {
    LocalDate today = day();
    return database.atHome(tenantId, handle -> spent(handle, tenantId, today, today));
  }

  /** What the tenant has used this month (UTC). */
  public Spend thisMonth(UUID tenantId) {
    LocalDate today = day();
    return database.atHome(
        tenantId, handle -> spent(handle, tenantId, today.withDayOfMonth(1), today));
  }

  /** The tenant's own cap for a month, in millionths, if it has one. A cap of 0 stops the model. */
  public OptionalLong monthlyCap(UUID tenantId) {
    return database.atHome(tenantId, handle -> ownCap(handle, tenantId));
  }

  /** Sets the tenant's own cap, which holds beside that of the settings, or takes it away. */
  public void setMonthlyCap(UUID tenantId, OptionalLong micros) {
    database.atHome(
        tenantId,
        handle ->
            micros.isEmpty()
                ? handle.createUpdate(CLEAR_CAP).bind("tenant", tenantId).execute()
                : handle
                    .createUpdate(SET_CAP)
                    .bind("tenant", tenantId)
                    .bind("micros", micros.getAsLong())
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .execute());
  }

  /** Sets an estimate aside, or nothing when it would pass a cap. */
  Optional<Reservation> reserve(
      UUID tenantId,
      String purpose,
      String model,
      TokenUsage estimate,
      long micros,
      SpendCaps caps) {
    LocalDate today = day();
    Reservation reservation = new Reservation(tenantId, today, purpose, model, estimate, micros);
    return database.atHome(
        tenantId,
        handle -> {
          handle.createQuery(LOCK).bind("tenant", tenantId.toString()).mapTo(String.class).one();
          if (!fits(handle, reservation, caps)) {
            return Optional.empty();
          }
          add(handle, reservation, 1, estimate, micros);
          return Optional.of(reservation);
        });
  }

  /** Replaces what was set aside by what was used. */
  void settle(Reservation reservation, TokenUsage used, long micros) {
    TokenUsage estimate = reservation.usage();
    TokenUsage difference =
        new TokenUsage(
            used.promptTokens() - estimate.promptTokens(),
            used.answerTokens() - estimate.answerTokens());
    database.atHome(
        reservation.tenantId(),
        handle -> {
          add(handle, reservation, 0, difference, micros - reservation.micros());
          return null;
        });
  }

  private boolean fits(Handle handle, Reservation wanted, SpendCaps caps) {
    LocalDate today = wanted.day();
    Spend day = spent(handle, wanted.tenantId(), today, today);
    Spend month = spent(handle, wanted.tenantId(), today.withDayOfMonth(1), today);
    OptionalLong own =
        caps.boundByTenant() ? ownCap(handle, wanted.tenantId()) : OptionalLong.empty();
    long monthCost = month.costMicros() + wanted.micros();
    boolean ownFits = own.isEmpty() || (own.getAsLong() > 0 && monthCost <= own.getAsLong());
    return ownFits
        && within(monthCost, caps.monthlyMicros())
        && within(day.tokens() + wanted.usage().total(), caps.dailyTokens())
        && within(day.costMicros() + wanted.micros(), caps.dailyMicros());
  }

  private static boolean within(long amount, long cap) {
    return cap == 0 || amount <= cap;
  }

  private static OptionalLong ownCap(Handle handle, UUID tenantId) {
    return handle
        .createQuery(OWN_CAP)
        .bind("tenant", tenantId)
        .mapTo(Long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private static Spend spent(Handle handle, UUID tenantId, LocalDate first, LocalDate last) {
    return handle
        .createQuery(SPENT)
        .bind("tenant", tenantId)
        .bind("first", first)
        .bind("last", last)
        .map(ConstructorMapper.of(Spend.class))
        .one();
  }

  private static void add(
      Handle handle, Reservation row, int calls, TokenUsage usage, long micros) {
    handle
        .createUpdate(ADD)
        .bind("tenant", row.tenantId())
        .bind("day", row.day())
        .bind("purpose", row.purpose())
        .bind("model", row.model())
        .bind("calls", calls)
        .bind("prompt", usage.promptTokens())
        .bind("answer", usage.answerTokens())
        .bind("micros", micros)
        .execute();
  }

  private LocalDate day() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
