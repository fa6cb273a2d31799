package io.hypnos.ingest;

import io.hypnos.engine.intake.DocumentMemories;
import io.hypnos.engine.intake.EventMemories;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestStatus.State;
import java.time.Clock;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Cuts a document into pieces and plans a memory for it and for each of them. Input: documents.
 * Output: per document its memories with ids that follow from the source. No state; a replay plans
 * the same ids.
 */
final class ChunkFunction extends ProcessFunction<ReadDocument, PlannedMemories> {
  private static final long serialVersionUID = 1L;

  private final EngineSource engines;
  private final Attempts attempts;
  private final Clock clock;
  private transient EngineLease lease;

  ChunkFunction(EngineSource engines, Attempts attempts, Clock clock) {
    this.engines = engines;
    this.attempts = attempts;
    this.clock = clock;
  }

  @Override
  public void open(OpenContext context) {
    lease = engines.lease();
  }

  @Override
  public void processElement(ReadDocument read, Context context, Collector<PlannedMemories> output)
      throws InterruptedException {
    Reports reports = new Reports(clock, context::output);
    LogContext.during(read, () -> chunk(read, reports, output));
  }

  private void chunk(ReadDocument read, Reports reports, Collector<PlannedMemories> output)
      throws InterruptedException {
    if (read.item().isEvent()) {
      output.collect(
          new PlannedMemories(read.item(), List.of(EventMemories.of(read.item().message()))));
      return;
    }
    if (read.item().message().deletes()) {
      output.collect(new PlannedMemories(read.item(), List.of()));
      return;
    }
    try {
      List<NewMemory> memories = attempts.run(Stage.READ, () -> planned(read));
      if (memories.isEmpty()) {
        reports.quarantined(read.item(), Stage.READ, "The document has no text.", 1);
      } else {
        reports.progress(read.item(), State.EMBEDDING);
        output.collect(new PlannedMemories(read.item(), memories));
      }
    } catch (GaveUpException e) {
      reports.gaveUp(read.item(), Stage.READ, e);
    }
  }

  private List<NewMemory> planned(ReadDocument read) {
    IngestMessage message = read.item().message();
    return DocumentMemories.of(message, read.document(), lease.engine()::chunk);
  }

  @Override
  public void close() {
    EngineLease.release(lease);
  }
}
