package io.hypnos.ingest;

import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.schemas.message.IngestStatus.State;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Gives every memory its vector, one text a run, so that a text has the same bits whatever its
 * neighbours are. Input: planned memories. Output: the same with vectors. No state; a replay
 * computes the same vectors.
 */
final class EmbedFunction extends ProcessFunction<PlannedMemories, EmbeddedMemories> {
  private static final long serialVersionUID = 1L;

  private final EngineSource engines;
  private final Attempts attempts;
  private final Clock clock;
  private transient EngineLease lease;

  EmbedFunction(EngineSource engines, Attempts attempts, Clock clock) {
    this.engines = engines;
    this.attempts = attempts;
    this.clock = clock;
  }

  @Override
  public void open(OpenContext context) {
    lease = engines.lease();
  }

  @Override
  public void processElement(
      PlannedMemories planned, Context context, Collector<EmbeddedMemories> output)
      throws InterruptedException {
    Reports reports = new Reports(clock, context::output);
    LogContext.during(planned, () -> embed(planned, reports, output));
  }

  private void embed(PlannedMemories planned, Reports reports, Collector<EmbeddedMemories> output)
      throws InterruptedException {
    try {
      reports.progress(planned.item(), State.EMBEDDING);
      List<EmbeddedMemory> embedded = new ArrayList<>(planned.memories().size());
      for (NewMemory memory : planned.memories()) {
        stopWhenCancelled();
        embedded.add(attempts.run(Stage.EMBED, () -> lease.engine().embed(memory)));
      }
      output.collect(new EmbeddedMemories(planned.item(), List.copyOf(embedded)));
    } catch (GaveUpException e) {
      reports.gaveUp(planned.item(), Stage.EMBED, e);
    }
  }

  /** A long document takes minutes, and nothing in the model notices a cancelled task. */
  private static void stopWhenCancelled() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled while embedding");
    }
  }

  @Override
  public void close() {
    EngineLease.release(lease);
  }
}
