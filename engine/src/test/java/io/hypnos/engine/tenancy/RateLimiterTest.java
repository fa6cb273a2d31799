package io.hypnos.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.SettableClock;
import io.hypnos.settings.LimitSettings;
import io.hypnos.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RateLimiterTest {
  private static final UUID TENANT = new UUID(0, 1);
  private static final Instant END_OF_MINUTE = Instant.parse("2026-03-01T10:01:00Z");
  private static final Instant END_OF_DAY = Instant.parse("2026-03-02T00:00:00Z");

  private final SettableClock clock = new SettableClock("2026-03-01T10:00:30Z");
  private final RateLimiter limiter = new RateLimiter(limits(Map.of()), clock);

  @Test
  void aRequestTellsWhatIsLeftAndWhenTheWindowEnds() {
    RateDecision decision = limiter.request(key(1, Plan.FREE));

    assertThat(decision)
        .isEqualTo(new RateDecision(true, 60, 59, END_OF_MINUTE, Optional.empty(), false));
  }

  @Test
  void theRequestAfterTheLastOfTheMinuteIsRefusedUntilTheMinuteEnds() {
    requests(key(1, Plan.FREE), 60);

    RateDecision decision = limiter.request(key(1, Plan.FREE));

    assertThat(decision)
        .isEqualTo(
            new RateDecision(
                false, 60, 0, END_OF_MINUTE, Optional.of(Duration.ofSeconds(30)), false));
  }

  @Test
  void theNextMinuteHasItsWholeLimitAgain() {
    requests(key(1, Plan.FREE), 61);

    clock.advance(Duration.ofSeconds(30));

    assertThat(limiter.request(key(1, Plan.FREE)).remaining()).isEqualTo(59);
  }

  @Test
  void nothingIsGivenBackBeforeTheMinuteEnds() {
    requests(key(1, Plan.FREE), 60);

    clock.advance(Duration.ofMillis(29_999));

    RateDecision decision = limiter.request(key(1, Plan.FREE));
    assertThat(decision.allowed()).isFalse();
    assertThat(decision.retryAfter()).contains(Duration.ofSeconds(1));
  }

  @Test
  void minutesThatPassUnusedAreNotSavedUp() {
    requests(key(1, Plan.FREE), 1);

    clock.advance(Duration.ofMinutes(7));

    assertThat(allowed(key(1, Plan.FREE), 100)).isEqualTo(60);
  }

  @Test
  void eachKeyHasItsOwnMinute() {
    requests(key(1, Plan.FREE), 60);

    assertThat(limiter.request(key(2, Plan.FREE)).allowed()).isTrue();
  }

  @Test
  void manyThreadsTogetherGetNoMoreThanTheLimit() {
    long allowed =
        IntStream.range(0, 5000)
            .parallel()
            .filter(i -> limiter.request(key(1, Plan.PRO)).allowed())
            .count();

    assertThat(allowed).isEqualTo(600);
  }

  @Test
  void theKeysOfATenantShareItsDay() {
    limiter.query(key(1, Plan.FREE), 600);

    RateDecision decision = limiter.query(key(2, Plan.FREE), 400);

    assertThat(decision)
        .isEqualTo(new RateDecision(true, 1000, 0, END_OF_DAY, Optional.empty(), false));
  }

  @Test
  void anExhaustedDayIsNoMatterOfRetrying() {
    limiter.query(key(1, Plan.FREE), 1000);

    RateDecision decision = limiter.query(key(1, Plan.FREE), 1);

    assertThat(decision)
        .isEqualTo(new RateDecision(false, 1000, 0, END_OF_DAY, Optional.empty(), true));
  }

  @Test
  void aBatchThatDoesNotFitTakesNothing() {
    limiter.query(key(1, Plan.FREE), 990);

    assertThat(limiter.query(key(1, Plan.FREE), 11).allowed()).isFalse();
    assertThat(limiter.query(key(1, Plan.FREE), 10).allowed()).isTrue();
  }

  @Test
  void whatCostsNothingPassesAndTakesNothing() {
    limiter.query(key(1, Plan.FREE), 1000);

    RateDecision decision = limiter.query(key(1, Plan.FREE), 0);

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.remaining()).isZero();
  }

  @Test
  void theDayBeginsAnewAtMidnightUtc() {
    limiter.query(key(1, Plan.FREE), 1000);

    clock.advance(Duration.between(clock.instant(), END_OF_DAY));

    assertThat(limiter.query(key(1, Plan.FREE), 1).remaining()).isEqualTo(999);
  }

  @Test
  void aLargerPlanAppliesFromTheNextRequestOn() {
    requests(key(1, Plan.FREE), 60);

    RateDecision decision = limiter.request(key(1, Plan.PRO));

    assertThat(decision.limit()).isEqualTo(600);
    assertThat(decision.allowed()).isTrue();
  }

  @Test
  void theUnlimitedPlanShowsALargeFullWindow() {
    requests(key(1, Plan.UNLIMITED), 10);

    assertThat(limiter.request(key(1, Plan.UNLIMITED)))
        .isEqualTo(
            new RateDecision(true, 1_000_000, 1_000_000, END_OF_MINUTE, Optional.empty(), false));
    assertThat(limiter.query(key(1, Plan.UNLIMITED), 2_000_000).allowed()).isTrue();
  }

  @Test
  void limitsThatAreSwitchedOffLookLikeTheUnlimitedPlan() {
    RateLimiter off = new RateLimiter(limits(Map.of("limits.enabled", "false")), clock);

    assertThat(off.query(key(1, Plan.FREE), 5000).remaining()).isEqualTo(1_000_000);
  }

  @Test
  void settingsChangeTheNumbersOfAPlan() {
    RateLimiter strict = new RateLimiter(limits(Map.of("limits.free.per-minute", "2")), clock);

    assertThat(strict.request(key(1, Plan.FREE)).limit()).isEqualTo(2);
  }

  @Test
  void aBrokenLimiterLetsEverythingPass() {
    AtomicInteger asked = new AtomicInteger();
    RateLimiter broken =
        new RateLimiter(limits(Map.of()), clock, new Broken(asked), new Broken(asked));

    assertThat(broken.request(key(1, Plan.FREE)))
        .isEqualTo(new RateDecision(true, 60, 60, END_OF_MINUTE, Optional.empty(), false));
    assertThat(broken.query(key(1, Plan.FREE), 5).allowed()).isTrue();
    assertThat(asked).hasValue(2);
  }

  private record Broken(AtomicInteger asked) implements RateLimiter.Window {
    @Override
    public Level take(UUID owner, long limit, int cost) {
      asked.incrementAndGet();
      throw new IllegalStateException("broken on purpose");
    }

    @Override
    public Instant endAfter(Instant moment) {
      return new RateWindow(Duration.ofMinutes(1), Clock.fixed(moment, ZoneOffset.UTC), 1)
          .endAfter(moment);
    }
  }

  private void requests(Principal principal, int count) {
    IntStream.range(0, count).forEach(i -> limiter.request(principal));
  }

  private long allowed(Principal principal, int count) {
    return IntStream.range(0, count).filter(i -> limiter.request(principal).allowed()).count();
  }

  private static LimitSettings limits(Map<String, String> settings) {
    return Settings.of(settings, Map.of()).limits();
  }

  private static Principal key(long number, Plan plan) {
    return new Principal(
        TENANT, "acme", plan, false, new UUID(1, number), "", Role.USER, false, false);
  }
}
