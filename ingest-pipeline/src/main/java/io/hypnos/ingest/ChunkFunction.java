package io.hypnos.ingest;

import io.hypnos.engine.document.Chunk;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import java.time.Clock;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Cuts a document into pieces and plans a memory for each. Input: documents. Output: per document
 * its memories with ids that follow from the source. No state; a replay plans the same ids.
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
    try (LogContext ignored = LogContext.of(read)) {
      List<NewMemory> memories = attempts.run(Stage.CHUNK, () -> planned(read));
      if (memories.isEmpty()) {
        reports.quarantined(read.item(), Stage.CHUNK, "The document has no text.", 1);
      } else {
        output.collect(new PlannedMemories(read.item(), memories));
      }
    } catch (GaveUpException e) {
      reports.gaveUp(read.item(), Stage.CHUNK, e);
    }
  }

  private List<NewMemory> planned(ReadDocument read) {
    MemoryPlan plan = new MemoryPlan(read);
    if (read.document().status() == Status.UNSUPPORTED) {
      return plan.byFilename();
    }
    List<Chunk> chunks = lease.engine().chunk(read.document());
    return plan.byChunks(chunks);
  }

  @Override
  public void close() {
    EngineLease.release(lease);
  }
}
