package io.hypnos.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * Gathers elements while a batch is in work and works on all of them next: alone, an element waits
 * for nobody; under load, batches grow up to their limits in elements and in weight, and beyond
 * them the operator takes no more until there is room, which is felt back to Kafka. What alone
 * weighs more is a batch of its own. Batches follow each other in order on a thread of the
 * operator's own, so that another operator works meanwhile.
 *
 * <p>Input: anything. Output: what the work makes of it, and reports on the side outputs. State:
 * none; before a checkpoint everything it holds is worked off, so what a checkpoint has seen has
 * gone all the way, and a replay brings only what it has not.
 */
final class BatchOperator<I, O> extends AbstractStreamOperator<O>
    implements OneInputStreamOperator<I, O>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(10);

  private final BatchWork<I, O> work;
  private final int limit;
  private final long mostWeight;
  private final transient MailboxExecutor mailbox;
  private transient ExecutorService thread;
  private transient List<I> waiting;
  private transient long weight;
  private transient boolean working;

  BatchOperator(
      StreamOperatorParameters<O> parameters,
      BatchWork<I, O> work,
      int limit,
      long mostWeight,
      MailboxExecutor mailbox) {
    super(parameters);
    this.work = work;
    this.limit = limit;
    this.mostWeight = mostWeight;
    this.mailbox = mailbox;
  }

  @Override
  public void open() throws Exception {
    super.open();
    waiting = new ArrayList<>();
    String name = "batch-" + getRuntimeContext().getTaskInfo().getTaskNameWithSubtasks();
    thread =
        Executors.newSingleThreadExecutor(
            runnable -> {
              Thread made = new Thread(runnable, name);
              made.setDaemon(true);
              return made;
            });
    work.open();
  }

  @Override
  public void processElement(StreamRecord<I> element) throws Exception {
    long weighs = work.weight(element.getValue());
    while (waiting.size() >= limit || (!waiting.isEmpty() && weight + weighs > mostWeight)) {
      mailbox.yield();
    }
    waiting.add(element.getValue());
    weight += weighs;
    // By mail, so that all that the operator before hands over in one go is one batch.
    mailbox.execute(this::launch, "begin of a batch");
  }

  private void launch() {
    if (working || waiting.isEmpty()) {
      return;
    }
    List<I> batch = waiting;
    waiting = new ArrayList<>();
    weight = 0;
    working = true;
    thread.execute(() -> run(batch));
  }

  private void run(List<I> batch) {
    try {
      List<BatchWork.Result<O>> results = work.work(batch);
      tell(() -> finish(results));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception | Error e) {
      tell(
          () -> {
            throw e instanceof Exception failure ? failure : new IllegalStateException(e);
          });
    }
  }

  private void tell(ThrowingRunnable<Exception> mail) {
    try {
      mailbox.execute(mail, "end of a batch");
    } catch (RejectedExecutionException e) {
      LOG.debug("the task has ended before its batch", e);
    }
  }

  private void finish(List<BatchWork.Result<O>> results) {
    for (BatchWork.Result<O> result : results) {
      result.reported().forEach(this::report);
      result.output().ifPresent(value -> output.collect(new StreamRecord<>(value)));
    }
    working = false;
    launch();
    beginWhatWasHandedOver();
  }

  /** At once, not after the next record has been read: that may be a long document. */
  private void beginWhatWasHandedOver() {
    boolean more = true;
    while (more) {
      more = mailbox.tryYield();
    }
  }

  private void report(Reported reported) {
    if (reported instanceof Reported.Status status) {
      output.collect(SideOutputs.STATUS, new StreamRecord<>(status.update()));
    } else if (reported instanceof Reported.Quarantined quarantined) {
      output.collect(SideOutputs.QUARANTINE, new StreamRecord<>(quarantined.entry()));
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    workOff();
  }

  @Override
  public void endInput() throws Exception {
    workOff();
  }

  private void workOff() throws InterruptedException {
    while (working || !waiting.isEmpty()) {
      launch();
      mailbox.yield();
    }
  }

  /** What is in work may go on to its end: storing it once more changes nothing. */
  @Override
  public void close() throws Exception {
    if (thread != null) {
      thread.shutdownNow();
      thread.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
    }
    work.close();
    super.close();
  }
}
