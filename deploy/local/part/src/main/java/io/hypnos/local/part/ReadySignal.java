package io.hypnos.local.part;

import java.io.PrintStream;

/** Tells the supervisor, by one line on standard output, that this part serves. */
public final class ReadySignal {
  public static final String LINE = "READY";

  private final PrintStream output;

  private ReadySignal(PrintStream output) {
    this.output = output;
  }

  /** Take it first thing: a logging library may replace {@code System.out} later. */
  public static ReadySignal onStandardOutput() {
    return new ReadySignal(System.out);
  }

  /** The first start of a part writes its class archive before it says so. */
  public void send() {
    ArchiveWriter.writeIfWanted();
    output.println(LINE);
    output.flush();
  }
}
