package io.hypnos.engine.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Order is observed by units that wait at a gate: each permit lets one unit end. */
@Timeout(60)
final class FairQueueTest {
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final List<String> started = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore gate = new Semaphore(0);
  private final Map<String, Semaphore> gates = new ConcurrentHashMap<>();
  private final List<FairQueue> queues = new ArrayList<>();
  private final List<Future<?>> begun = new ArrayList<>();

  @AfterEach
  void stop() {
    gate.release(1_000_000);
    gates.values().forEach(each -> each.release(1_000_000));
    queues.forEach(FairQueue::close);
    callers.shutdownNow();
  }

  @Test
  void resultsComeInTheOrderOfTheUnits() {
    FairQueue queue = queue(3);
    assertThat(queue.run(500, index -> index * 2, Priority.BULK))
        .containsExactlyElementsOf(
            IntStream.range(0, 500).map(index -> index * 2).boxed().toList());
    assertThat(queue.run(0, index -> index, Priority.BULK)).isEmpty();
  }

  @Test
  void aQuestionStartsAtOnceWhileABulkOf500Runs() throws Exception {
    FairQueue queue = queue(2);
    Future<?> bulk = submit(queue, "bulk", 500, Priority.BULK);
    awaitStarted(2);

    Future<?> question = submit(queue, "question", 1, Priority.INTERACTIVE);

    awaitStarted(3);
    assertThat(started).containsExactly("bulk", "bulk", "question");
    gate.release(501);
    question.get();
    bulk.get();
  }

  @Test
  void newBulkWorkWaitsUntilAllThatRunsFitsTheThreadsAgain() {
    Semaphore bulkGate = new Semaphore(0);
    gates.put("bulk", bulkGate);
    FairQueue queue = queue(1);
    begin(queue, "bulk", 500, Priority.BULK);
    awaitStarted(1);
    begin(queue, "question", 1, Priority.INTERACTIVE);
    awaitStarted(2);
    bulkGate.release(1);
    await().until(() -> bulkGate.availablePermits() == 0);
    begin(queue, "next question", 1, Priority.INTERACTIVE);
    await().until(() -> queue.callers() == 3);

    gate.release(2);
    awaitStarted(4);

    assertThat(started).containsExactly("bulk", "question", "next question", "bulk");
    bulkGate.release(500);
  }

  @Test
  void bulkCallersTakeTurnsHoweverMuchEachHasBrought() {
    FairQueue queue = queue(1);
    begin(queue, "large", 500, Priority.BULK);
    awaitStarted(1);
    begin(queue, "small", 3, Priority.BULK);
    await().until(() -> queue.callers() == 2);
    begin(queue, "other", 2, Priority.BULK);
    await().until(() -> queue.callers() == 3);

    gate.release(8);
    awaitStarted(9);

    assertThat(started.subList(0, 9))
        .containsExactly(
            "large", "large", "small", "other", "large", "small", "other", "large", "small");
  }

  @Test
  void questionsWithoutEndDoNotStopBulkWork() {
    FairQueue queue = queue(1);
    begin(queue, "question", 100, Priority.INTERACTIVE);
    awaitStarted(1);
    begin(queue, "bulk", 2, Priority.BULK);
    await().until(() -> queue.callers() == 2);

    gate.release(15);
    awaitStarted(16);
    assertThat(started).containsOnly("question");
    gate.release(1);
    awaitStarted(18);

    assertThat(started.subList(0, 18)).filteredOn("question"::equals).hasSize(17);
    assertThat(started.subList(0, 18)).filteredOn("bulk"::equals).hasSize(1);
  }

  @Test
  void neverMoreUnitsRunThanAllowed() throws Exception {
    long seed = 23;
    Random random = new Random(seed);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger units = new AtomicInteger();
    FairQueue queue = queue(2);
    List<Future<?>> all = new ArrayList<>();
    int expected = 0;
    for (int caller = 0; caller < 60; caller++) {
      int count = random.nextInt(40);
      Priority priority = random.nextInt(3) == 0 ? Priority.INTERACTIVE : Priority.BULK;
      expected += count;
      all.add(
          callers.submit(
              () ->
                  queue.run(
                      count,
                      index -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        running.decrementAndGet();
                        return units.incrementAndGet();
                      },
                      priority)));
    }
    for (Future<?> each : all) {
      each.get();
    }
    assertThat(units).as("seed %d", seed).hasValue(expected);
    assertThat(most.get()).as("seed %d", seed).isBetween(1, 4);
    assertThat(queue.callers()).isZero();
  }

  @Test
  void anInterruptedCallerIsAnsweredAtOnceAndWhatWaitedIsDropped() throws Exception {
    FairQueue queue = queue(1);
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                queue.run(500, index -> pass("dropped"), Priority.BULK);
              } catch (HypnosException e) {
                failure.complete(Thread.currentThread().isInterrupted() ? e : null);
              }
            });
    caller.start();
    awaitStarted(1);

    caller.interrupt();

    assertThat(failure.get())
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    gate.release(1);
    assertThat(queue.run(2, index -> Thread.currentThread().isInterrupted(), Priority.BULK))
        .containsExactly(false, false);
    assertThat(started).containsExactly("dropped");
    assertThat(queue.callers()).isZero();
  }

  @Test
  void aUnitThatThrowsFailsItsCallerOnly() throws Exception {
    FairQueue queue = queue(1);
    Future<?> other = submit(queue, "other", 3, Priority.BULK);
    awaitStarted(1);
    AtomicInteger attempts = new AtomicInteger();
    Future<?> failing =
        callers.submit(
            () ->
                queue.run(
                    100,
                    index -> {
                      attempts.incrementAndGet();
                      throw new IllegalStateException("broken");
                    },
                    Priority.BULK));
    await().until(() -> queue.callers() == 2);
    gate.release(3);

    assertThatThrownBy(failing::get)
        .cause()
        .isInstanceOf(HypnosException.class)
        .hasMessage("The model failed")
        .hasRootCauseMessage("broken");
    other.get();
    assertThat(attempts).hasValue(1);
  }

  @Test
  void tooManyCallersAreRefused() {
    FairQueue queue = opened(new FairQueue("The model", 1, 2));
    begin(queue, "first", 1, Priority.BULK);
    begin(queue, "second", 1, Priority.BULK);
    await().until(() -> queue.callers() == 2);

    assertThatThrownBy(() -> queue.run(1, index -> index, Priority.INTERACTIVE))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessage("The model is busy: 2 callers wait for it");
    gate.release(2);
  }

  @Test
  void closingLetsWhatRunsEndAndRefusesTheRest() throws Exception {
    FairQueue queue = queue(1);
    Future<?> bulk = submit(queue, "bulk", 500, Priority.BULK);
    awaitStarted(1);
    Future<?> closing = callers.submit(queue::close);
    await().until(queue::isClosed);
    assertThat(closing.isDone()).isFalse();

    gate.release(1);

    closing.get();
    assertThatThrownBy(bulk::get).cause().hasMessage("The model is closed");
    assertThat(started).hasSize(1);
    assertThatThrownBy(() -> queue.run(1, index -> index, Priority.BULK))
        .hasMessage("The model is closed");
  }

  private FairQueue queue(int parallel) {
    return opened(new FairQueue("The model", parallel, 100));
  }

  private FairQueue opened(FairQueue queue) {
    queues.add(queue);
    return queue;
  }

  private Future<?> submit(FairQueue queue, String name, int units, Priority priority) {
    return callers.submit(() -> queue.run(units, index -> pass(name), priority));
  }

  private void begin(FairQueue queue, String name, int units, Priority priority) {
    begun.add(submit(queue, name, units, priority));
  }

  private String pass(String name) {
    started.add(name);
    gates.getOrDefault(name, gate).acquireUninterruptibly();
    return name;
  }

  private void awaitStarted(int units) {
    await().until(() -> started.size() >= units);
  }
}
