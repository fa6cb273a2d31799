package io.hypnos.ingest;

import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.schemas.message.IngestMessage;
import java.time.Clock;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the memories of a document in one transaction. Input: embedded memories. Output: none but
 * statuses. A replay lands on the same rows, because their ids follow from the source; a database
 * that is down restarts the job. No state.
 */
final class StoreFunction extends ProcessFunction<EmbeddedMemories, Void> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(StoreFunction.class);

  private final EngineSource engines;
  private final Attempts attempts;
  private final Clock clock;
  private transient EngineLease lease;

  StoreFunction(EngineSource engines, Attempts attempts, Clock clock) {
    this.engines = engines;
    this.attempts = attempts;
    this.clock = clock;
  }

  @Override
  public void open(OpenContext context) {
    lease = engines.lease();
  }

  @Override
  public void processElement(EmbeddedMemories embedded, Context context, Collector<Void> output)
      throws InterruptedException {
    Reports reports = new Reports(clock, context::output);
    LogContext.during(embedded, () -> store(embedded, reports));
  }

  private void store(EmbeddedMemories embedded, Reports reports) throws InterruptedException {
    IntakeItem item = embedded.item();
    try {
      if (attempts.run(Stage.STORE, () -> isStored(embedded))) {
        logStored(item.message(), embedded.memories().size());
        reports.stored(item, embedded.memories().size());
      }
    } catch (GaveUpException e) {
      reports.gaveUp(item, Stage.STORE, e);
    }
  }

  /** False when the tenant was deleted meanwhile: then nobody waits for the document. */
  private boolean isStored(EmbeddedMemories embedded) {
    try {
      lease.engine().store(actorOf(embedded.item()), embedded.memories());
      return true;
    } catch (HypnosException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        LOG.info("dropped document item {}: its tenant is gone", embedded.item().message().item());
        return false;
      }
      throw e;
    }
  }

  private static Actor actorOf(IntakeItem item) {
    IngestMessage message = item.message();
    return new Actor(message.tenantId(), message.attributes().createdBy(), item.origin().logId());
  }

  private static void logStored(IngestMessage message, int memories) {
    LOG.info(
        "stored document item {} in space {}, {} memories",
        message.item(),
        message.space(),
        memories);
  }

  @Override
  public void close() {
    EngineLease.release(lease);
  }
}
