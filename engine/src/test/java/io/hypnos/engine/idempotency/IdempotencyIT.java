package io.hypnos.engine.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.SettableClock;
import io.hypnos.engine.Tenants;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.IdempotencySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class IdempotencyIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static final String ROUTE = "POST /memories";

  private final SettableClock clock = new SettableClock("2026-03-01T10:00:00Z");
  private final AtomicInteger runs = new AtomicInteger();
  private Database database;
  private Idempotency node;
  private Idempotency otherNode;
  private Idempotency impatientNode;
  private Caller caller;

  @BeforeEach
  void open() {
    database = new Database(STACK.settings().database());
    Tenants.prepare(database, STACK.settings());
    node = node(Duration.ofSeconds(10));
    otherNode = node(Duration.ofSeconds(10));
    impatientNode = node(Duration.ZERO);
    caller = Tenants.create(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aRepeatGetsTheFirstAnswerByteForByteOnAnyNode() {
    Answer first = node.run(caller, ROUTE, "k", digest("a"), work(201, "first ✓"));

    Answer again = otherNode.run(caller, ROUTE, "k", digest("a"), work(201, "second"));

    assertThat(again).isEqualTo(first).isEqualTo(answer(201, "first ✓"));
    assertThat(runs).hasValue(1);
  }

  @Test
  void theSameKeyWithOtherContentIsAConflict() {
    node.run(caller, ROUTE, "k", digest("a"), work(200, "first"));

    assertConflict(
        "other_request", () -> otherNode.run(caller, ROUTE, "k", digest("b"), work(200, "x")));
    assertThat(runs).hasValue(1);
  }

  @Test
  void aKeyBelongsToTenantCallerAndOperation() {
    Caller otherTenant = Tenants.create(database);
    Caller otherKey =
        new Caller(caller.tenantId(), Optional.of(UUID.randomUUID()), caller.plan(), "r");

    for (Caller each : List.of(caller, otherTenant, otherKey)) {
      node.run(each, ROUTE, "k", digest("a"), work(200, "of " + each));
      node.run(each, "POST /other", "k", digest("b"), work(200, "other"));
    }

    assertThat(runs).hasValue(6);
    assertThat(node.run(otherTenant, ROUTE, "k", digest("a"), work(200, "x")))
        .isEqualTo(answer(200, "of " + otherTenant));
  }

  @Test
  void refusalsAreRememberedAndFailuresAreNot() {
    for (int status : new int[] {400, 404, 409, 422}) {
      node.run(caller, ROUTE, "k" + status, digest("a"), work(status, "no"));
      assertThat(node.run(caller, ROUTE, "k" + status, digest("a"), work(200, "yes")).status())
          .isEqualTo(status);
    }
    for (int status : new int[] {408, 425, 429, 500, 503}) {
      node.run(caller, ROUTE, "k" + status, digest("a"), work(status, "no"));
      assertThat(node.run(caller, ROUTE, "k" + status, digest("b"), work(200, "yes")).status())
          .isEqualTo(200);
    }
  }

  @Test
  void workThatThrowsLeavesTheKeyFree() {
    assertThatThrownBy(
            () ->
                node.run(
                    caller,
                    ROUTE,
                    "k",
                    digest("a"),
                    () -> {
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");

    assertThat(node.run(caller, ROUTE, "k", digest("a"), work(200, "ok")).status()).isEqualTo(200);
  }

  @Test
  void manyAtOnceOnTwoNodesDoTheWorkOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        Idempotency each = i % 2 == 0 ? node : otherNode;
        String text = "run " + i;
        calls.add(() -> each.run(caller, ROUTE, "k", digest("a"), work(201, text)));
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> call : threads.invokeAll(calls)) {
        answers.add(call.get());
      }
      assertThat(answers).hasSize(24).allMatch(answers.get(0)::equals);
      assertThat(runs).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aRepeatWaitsForTheFirstAndAnImpatientOneIsAConflict() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Answer> first =
          threads.submit(
              () -> node.run(caller, ROUTE, "k", digest("a"), slow(started, finish, "slow")));
      started.await();
      Future<Answer> waiting =
          threads.submit(() -> otherNode.run(caller, ROUTE, "k", digest("a"), work(200, "again")));

      assertConflict(
          "in_progress", () -> impatientNode.run(caller, ROUTE, "k", digest("a"), work(200, "x")));
      assertConflict(
          "other_request",
          () -> impatientNode.run(caller, ROUTE, "k", digest("b"), work(200, "x")));
      finish.countDown();

      assertThat(first.get()).isEqualTo(answer(200, "slow"));
      assertThat(waiting.get()).isEqualTo(answer(200, "slow"));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aNodeThatDiesFreesItsKeysWhenTheLeaseIsOver() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(1);
    try {
      Future<Answer> dead =
          threads.submit(
              () -> node.run(caller, ROUTE, "k", digest("a"), slow(started, finish, "late")));
      started.await();
      clock.advance(Duration.ofSeconds(59));
      assertConflict(
          "in_progress", () -> impatientNode.run(caller, ROUTE, "k", digest("a"), work(200, "x")));

      clock.advance(Duration.ofSeconds(1));
      assertThat(otherNode.run(caller, ROUTE, "k", digest("a"), work(200, "taken over")))
          .isEqualTo(answer(200, "taken over"));
      finish.countDown();
      dead.get();

      // What came late neither replaces the answer nor frees the key.
      assertThat(node.run(caller, ROUTE, "k", digest("a"), work(200, "x")))
          .isEqualTo(answer(200, "taken over"));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anAnswerIsForgottenAfterADay() {
    node.run(caller, ROUTE, "k", digest("a"), work(200, "first"));
    clock.advance(Duration.ofHours(24).minusSeconds(1));
    assertThat(node.run(caller, ROUTE, "k", digest("a"), work(200, "x")))
        .isEqualTo(answer(200, "first"));

    clock.advance(Duration.ofSeconds(1));

    assertThat(node.run(caller, ROUTE, "k", digest("b"), work(200, "new")))
        .isEqualTo(answer(200, "new"));
  }

  @Test
  void expiredAnswersAreRemovedAndOthersStay() {
    node.run(caller, ROUTE, "old", digest("a"), work(200, "x"));
    clock.advance(Duration.ofHours(23));
    node.run(caller, ROUTE, "young", digest("a"), work(200, "x"));
    clock.advance(Duration.ofHours(1));

    while (node.forgetExpired()) {
      // Page by page.
    }

    assertThat(keys()).containsExactly("young");
  }

  @Test
  void aKeyThatIsNoneIsRefused() {
    for (String key : List.of("", "  ", "a\nb", "k".repeat(241), "\ud800", "a\u0000")) {
      assertThatThrownBy(() -> node.run(caller, ROUTE, key, digest("a"), work(200, "x")))
          .isInstanceOfSatisfying(
              HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION));
    }
    assertThat(node.run(caller, ROUTE, "k".repeat(240), digest("a"), work(200, "x")).status())
        .isEqualTo(200);
    assertThat(runs).hasValue(1);
  }

  private Supplier<Answer> work(int status, String body) {
    return () -> {
      runs.incrementAndGet();
      return answer(status, body);
    };
  }

  private Supplier<Answer> slow(CountDownLatch started, CountDownLatch finish, String body) {
    return () -> {
      started.countDown();
      try {
        finish.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return answer(200, body);
    };
  }

  private static Answer answer(int status, String body) {
    return new Answer(status, "application/json", body.getBytes(UTF_8));
  }

  private static byte[] digest(String content) {
    return Arrays.copyOf(content.getBytes(UTF_8), 32);
  }

  private static void assertConflict(String reason, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            HypnosException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
              assertThat(e.details()).containsEntry("reason", reason);
            });
  }

  private Idempotency node(Duration patience) {
    return new Idempotency(
        database,
        new IdempotencySettings(Duration.ofHours(24), Duration.ofSeconds(60), patience),
        UUID::randomUUID,
        clock);
  }

  private List<String> keys() {
    return database.inTenant(
        caller.tenantId(),
        handle ->
            handle
                .createQuery("SELECT key FROM idempotency_key WHERE tenant_id = :tenant")
                .bind("tenant", caller.tenantId())
                .mapTo(String.class)
                .list());
  }
}
