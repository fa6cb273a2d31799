package io.hypnos.engine.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.TenantRows;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.job.Job.State;
import io.hypnos.engine.job.JobQueue.Leased;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.JobSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class JobsIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static final JobSettings SETTINGS =
      new JobSettings(Duration.ofMinutes(1), 3, Duration.ofSeconds(5), Duration.ofDays(30));

  private static TenantRows rows;
  private final TestClock clock = new TestClock();
  private final String kind = "test-" + UUID.randomUUID();
  private Caller caller;
  private Jobs jobs;
  private JobQueue queue;

  @BeforeAll
  static void open() {
    rows = new TenantRows(STACK.settings());
  }

  @AfterAll
  static void close() {
    rows.close();
  }

  @BeforeEach
  void newTenant() {
    caller = new Caller(rows.tenant(), Optional.empty(), Plan.UNLIMITED, "request-1");
    jobs = new Jobs(rows.database(), UUID::randomUUID, clock);
    queue = new JobQueue(rows.database(), SETTINGS, clock);
  }

  @Test
  void aJobRunsReportsAndEnds() {
    UUID id = enqueue().id();
    List<Long> seen = new ArrayList<>();

    boolean worked =
        run(
            running -> {
              running.progress(3, 7);
              seen.add(found(id).done());
              return Map.of("exported", 7);
            });

    assertThat(worked).isTrue();
    assertThat(seen).containsExactly(3L);
    Job done = found(id);
    assertThat(done.state()).isEqualTo(State.DONE);
    assertThat(done.result()).contains(Map.of("exported", 7));
    assertThat(done.total()).contains(7L);
    assertThat(done.attempts()).isEqualTo(1);
    assertThat(done.finishedAt()).isPresent();
    assertThat(run(running -> Map.of())).isFalse();
  }

  @Test
  void aJobOfAnotherTenantIsNotThere() {
    UUID id = enqueue().id();
    UUID other = rows.tenant();

    assertThat(jobs.find(other, id)).isEmpty();
    assertThat(jobs.cancel(other, id)).isFalse();
    assertThat(jobs.list(other, Optional.empty(), 10)).isEmpty();
    assertThat(jobs.list(caller.tenantId(), Optional.of(kind), 10)).hasSize(1);
    assertThat(jobs.list(caller.tenantId(), Optional.of("else"), 10)).isEmpty();
  }

  @Test
  void everyJobIsTakenOnceHoweverManyWorkersThereAre() throws Exception {
    for (int i = 0; i < 20; i++) {
      newTenant();
      enqueue();
      enqueue();
    }
    ExecutorService workers = Executors.newFixedThreadPool(4);
    try {
      Callable<List<UUID>> worker =
          () -> {
            List<UUID> taken = new ArrayList<>();
            Optional<Leased> next = take();
            while (next.isPresent()) {
              taken.add(next.get().job().id());
              next = take();
            }
            return taken;
          };
      Set<UUID> all = new HashSet<>();
      int count = 0;
      for (Future<List<UUID>> taken : workers.invokeAll(List.of(worker, worker, worker, worker))) {
        all.addAll(taken.get());
        count += taken.get().size();
      }
      assertThat(all).hasSize(40);
      assertThat(count).isEqualTo(40);
    } finally {
      workers.shutdownNow();
    }
  }

  @Test
  void aTenantWithMuchWorkLeavesPlacesToTheOthers() {
    for (int i = 0; i < 5; i++) {
      enqueue();
    }
    UUID busy = caller.tenantId();
    assertThat(take().orElseThrow().job().tenantId()).isEqualTo(busy);
    newTenant();
    enqueue();

    assertThat(take().orElseThrow().job().tenantId()).isEqualTo(caller.tenantId());
    assertThat(take().orElseThrow().job().tenantId()).isEqualTo(busy);
    assertThat(take()).isEmpty();
  }

  @Test
  void noMoreWaitsThanMay() {
    NewJob wanted = NewJob.of(kind, Map.of());
    jobs.enqueue(caller, wanted, 2);
    jobs.enqueue(caller, wanted, 2);

    assertThatThrownBy(() -> jobs.enqueue(caller, wanted, 2))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED));
  }

  @Test
  void whatAJobWasGivenToReadIsGoneWhenItEnds() {
    UUID id = jobs.enqueue(caller, NewJob.of(kind, Map.of("content", "a secret", "tag", "x"))).id();

    run(
        running -> {
          assertThat(running.job().request()).containsEntry("content", "a secret");
          return Map.of();
        });

    assertThat(found(id).request()).isEqualTo(Map.of("tag", "x"));
  }

  @Test
  void aJobThatTakesTooLongIsBrokenOff() {
    UUID id = enqueue().id();
    JobHandler endless =
        running -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return Map.of();
        };
    try (JobWorker worker =
        new JobWorker(
            queue, Map.of(kind, endless), UUID::randomUUID, Optional.of(Duration.ofMillis(50)))) {
      assertThat(worker.runOnce()).isTrue();
    }

    assertThat(found(id).state()).isEqualTo(State.FAILED);
    assertThat(found(id).error()).contains("it took longer than it may");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aJobWhoseWorkerDiedIsTakenUpAgainAndTheDeadOneCannotSpoilIt() {
    UUID id = enqueue().id();
    Leased dead = take().orElseThrow();
    assertThat(take()).isEmpty();
    clock.advance(Duration.ofSeconds(50));
    assertThat(queue.extend(dead)).isTrue();
    clock.advance(Duration.ofSeconds(50));
    assertThat(take()).isEmpty();

    clock.advance(Duration.ofSeconds(20));
    Leased heir = take().orElseThrow();

    assertThat(heir.job().attempts()).isEqualTo(2);
    assertThat(queue.extend(dead)).isFalse();
    assertThat(queue.progress(dead, 1, Optional.empty())).isFalse();
    assertThat(queue.done(dead, Map.of("by", "dead"))).isFalse();
    assertThat(queue.done(heir, Map.of("by", "heir"))).isTrue();
    assertThat(found(id).result()).contains(Map.of("by", "heir"));
  }

  @Test
  void aJobThatKillsItsWorkersIsGivenUp() {
    UUID id = enqueue().id();
    for (int i = 0; i < 3; i++) {
      assertThat(take()).isPresent();
      clock.advance(Duration.ofMinutes(2));
    }

    assertThat(take()).isEmpty();

    assertThat(found(id).state()).isEqualTo(State.FAILED);
    assertThat(found(id).error()).contains("it was begun 3 times and never ended");
  }

  @Test
  void whatMayGoBetterLaterIsTriedThreeTimes() {
    UUID id = enqueue().id();
    AtomicInteger attempts = new AtomicInteger();
    JobHandler failing =
        running -> {
          attempts.incrementAndGet();
          throw HypnosException.unavailable("The search index", null);
        };

    assertThat(run(failing)).isTrue();
    assertThat(found(id).state()).isEqualTo(State.QUEUED);
    assertThat(run(failing)).isFalse();
    clock.advance(Duration.ofSeconds(6));
    assertThat(run(failing)).isTrue();
    clock.advance(Duration.ofSeconds(11));
    assertThat(run(failing)).isTrue();
    clock.advance(Duration.ofHours(1));
    assertThat(run(failing)).isFalse();

    assertThat(attempts).hasValue(3);
    assertThat(found(id).state()).isEqualTo(State.FAILED);
    assertThat(found(id).error()).contains("The search index is not available");
  }

  @Test
  void whatWillNeverGoIsNotTriedAgain() {
    UUID id = enqueue().id();

    run(
        running -> {
          throw new HypnosException(ErrorCode.VALIDATION, "no such format");
        });

    assertThat(found(id).state()).isEqualTo(State.FAILED);
    assertThat(found(id).error()).contains("no such format");
  }

  @Test
  void anUnexpectedFailureTellsTheCallerNothingInside() {
    UUID id = enqueue().id();

    run(
        running -> {
          throw new IllegalStateException("password 4711");
        });

    assertThat(found(id).state()).isEqualTo(State.QUEUED);
    assertThat(found(id).error().orElseThrow()).doesNotContain("4711");
  }

  @Test
  void aJobCanBeCalledOffBeforeAndWhileItRuns() {
    UUID queued = enqueue().id();
    assertThat(jobs.cancel(caller.tenantId(), queued)).isTrue();
    assertThat(run(running -> Map.of())).isFalse();

    UUID begun = enqueue().id();
    run(
        running -> {
          jobs.cancel(caller.tenantId(), begun);
          running.progress(1, 2);
          throw new AssertionError("it goes on");
        });

    assertThat(found(begun).state()).isEqualTo(State.CANCELLED);
    assertThat(jobs.cancel(caller.tenantId(), begun)).isFalse();
  }

  @Test
  void whatEndedLongAgoIsForgotten() {
    UUID old = enqueue().id();
    run(running -> Map.of());
    clock.advance(Duration.ofDays(31));
    UUID open = enqueue().id();

    assertThat(queue.forgetOld()).isPositive();

    assertThat(jobs.find(caller.tenantId(), old)).isEmpty();
    assertThat(jobs.find(caller.tenantId(), open)).isPresent();
  }

  private Job enqueue() {
    return jobs.enqueue(caller, NewJob.of(kind, Map.of("format", "jsonl")));
  }

  private Optional<Leased> take() {
    return queue.take(List.of(kind), UUID.randomUUID());
  }

  private boolean run(JobHandler handler) {
    try (JobWorker worker = new JobWorker(queue, Map.of(kind, handler), UUID::randomUUID)) {
      return worker.runOnce();
    }
  }

  private Job found(UUID id) {
    return jobs.find(caller.tenantId(), id).orElseThrow();
  }

  /** A clock that the test moves. */
  private static final class TestClock extends Clock {
    private final AtomicReference<Instant> now =
        new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));

    void advance(Duration duration) {
      now.updateAndGet(moment -> moment.plus(duration));
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("the engine works in UTC");
    }
  }
}
