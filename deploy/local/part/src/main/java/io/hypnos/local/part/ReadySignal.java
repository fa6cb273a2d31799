package io.hypnos.local.part;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells the supervisor, by one line on standard output, that this part serves. */
public final class ReadySignal {
  public static final String LINE = "READY";

  private static final AtomicBoolean SENT = new AtomicBoolean();

  private final PrintStream output;

  private ReadySignal(PrintStream output) {
    this.output = output;
  }

  /** Take it first thing: a logging library may replace {@code System.out} later. */
  public static ReadySignal onStandardOutput() {
    return new ReadySignal(System.out);
  }

  /**
   * The first start of a part writes its class archive before it says so, because the whole process
   * stands meanwhile. A process says it once.
   */
  public void send() {
    ArchiveWriter.writeIfWanted();
    if (SENT.compareAndSet(false, true)) {
      output.println(LINE);
      output.flush();
    }
  }
}
