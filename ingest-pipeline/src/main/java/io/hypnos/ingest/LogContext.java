package io.hypnos.ingest;

import io.hypnos.schemas.message.IngestMessage;
import org.slf4j.MDC;

/** Puts the request id, tenant and batch of an item into every log line written meanwhile. */
final class LogContext {
  private static final String REQUEST_ID = "requestId";
  private static final String TENANT = "tenant";
  private static final String BATCH = "batch";

  private LogContext() {}

  /** Work on one item. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  static void during(Tracked tracked, Work work) throws InterruptedException {
    IngestMessage message = tracked.item().message();
    MDC.put(TENANT, message.tenantId().toString());
    MDC.put(BATCH, message.batchId().toString());
    during(tracked.item().origin(), work);
  }

  static void during(Origin origin, Work work) throws InterruptedException {
    MDC.put(REQUEST_ID, origin.logId());
    try {
      work.run();
    } finally {
      MDC.remove(REQUEST_ID);
      MDC.remove(TENANT);
      MDC.remove(BATCH);
    }
  }
}
