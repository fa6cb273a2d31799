package io.hypnos.ingest;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.intake.ReadingProblem;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.message.IngestMessage.Content;
import io.hypnos.schemas.message.IngestStatus.State;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Fetches the bytes of a document and finds its text. Input: items. Output: documents with text,
 * and those of a kind that only has a name. What cannot be read goes to quarantine; an object store
 * that is down restarts the job. No state; a replay reads again.
 */
final class ReadFunction extends ProcessFunction<IntakeItem, ReadDocument> {
  private static final long serialVersionUID = 1L;

  /** An event has its words, and what its source has deleted has none. */
  private static final ExtractedDocument NOTHING_TO_READ =
      new ExtractedDocument(
          ExtractedDocument.Status.OK, Optional.empty(), "text/plain", List.of(), Optional.empty());

  private final EngineSource engines;
  private final Attempts attempts;
  private final Clock clock;
  private transient EngineLease lease;

  ReadFunction(EngineSource engines, Attempts attempts, Clock clock) {
    this.engines = engines;
    this.attempts = attempts;
    this.clock = clock;
  }

  @Override
  public void open(OpenContext context) {
    lease = engines.lease();
  }

  @Override
  public void processElement(IntakeItem item, Context context, Collector<ReadDocument> output)
      throws InterruptedException {
    Reports reports = new Reports(clock, context::output);
    LogContext.during(item, () -> read(item, reports, output));
  }

  private void read(IntakeItem item, Reports reports, Collector<ReadDocument> output)
      throws InterruptedException {
    if (item.isEvent() || item.message().deletes()) {
      output.collect(new ReadDocument(item, NOTHING_TO_READ));
      return;
    }
    try {
      reports.progress(item, State.EXTRACTING);
      ExtractedDocument document = attempts.run(Stage.READ, () -> textOf(item));
      Optional<String> problem = ReadingProblem.of(document);
      if (problem.isEmpty()) {
        output.collect(new ReadDocument(item, document));
      } else {
        reports.quarantined(item, Stage.READ, problem.get(), 1);
      }
    } catch (GaveUpException e) {
      reports.gaveUp(item, Stage.READ, e);
    }
  }

  private ExtractedDocument textOf(IntakeItem item) {
    Content content = item.message().content();
    return content
        .blobKey()
        .map(key -> read(item.message().tenantId(), key, content.filename(), content.contentType()))
        .orElseGet(() -> InlineText.asDocument(content.text().orElseThrow()));
  }

  private ExtractedDocument read(UUID tenantId, String key, String filename, String type) {
    try {
      return lease.engine().read(tenantId, key, filename, type);
    } catch (HypnosException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        throw new HypnosException(ErrorCode.NOT_FOUND, "The uploaded file is gone.", e);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    EngineLease.release(lease);
  }
}
