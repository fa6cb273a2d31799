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

  public void send() {
    output.println(LINE);
    output.flush();
  }
}
