package io.hypnos.local.launcher;

import io.hypnos.local.stack.supervision.OutputListener;
import io.hypnos.local.stack.supervision.StackState;
import java.util.function.Consumer;

/** Who follows a run from inside its process. */
record RunListener(Consumer<StackState> states, OutputListener output) {
  static final RunListener SILENT = new RunListener(state -> {}, OutputListener.SILENT);
}
