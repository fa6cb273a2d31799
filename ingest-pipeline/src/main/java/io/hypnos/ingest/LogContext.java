package io.hypnos.ingest;

import io.hypnos.schemas.message.IngestMessage;
import org.slf4j.MDC;

/** Puts the request id, tenant and batch of an item into every log line written meanwhile. */
final class LogContext implements AutoCloseable {
  private static final String REQUEST_ID = "requestId";
  private static final String TENANT = "tenant";
  private static final String BATCH = "batch";

  private LogContext() {}

  static LogContext of(Origin origin) {
    MDC.put(REQUEST_ID, origin.logId());
    return new LogContext();
  }

  static LogContext of(Tracked tracked) {
    IngestMessage message = tracked.item().message();
    MDC.put(TENANT, message.tenantId().toString());
    MDC.put(BATCH, message.batchId().toString());
    return of(tracked.item().origin());
  }

  @Override
  public void close() {
    MDC.remove(REQUEST_ID);
    MDC.remove(TENANT);
    MDC.remove(BATCH);
  }
}
