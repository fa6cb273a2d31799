package io.hypnos.ingest;

import java.util.concurrent.atomic.AtomicBoolean;

/** One operator's share in the engine of its process. */
final class EngineLease implements AutoCloseable {
  private final IngestEngine engine;
  private final Runnable giveBack;
  private final AtomicBoolean open = new AtomicBoolean(true);

  EngineLease(IngestEngine engine, Runnable giveBack) {
    this.engine = engine;
    this.giveBack = giveBack;
  }

  IngestEngine engine() {
    return engine;
  }

  /** Flink also closes operators that were never opened. */
  static void release(EngineLease lease) {
    if (lease != null) {
      lease.close();
    }
  }

  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      giveBack.run();
    }
  }
}
