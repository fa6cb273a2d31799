package io.hypnos.local.launcher;

import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.supervision.StackState;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Shows a run on the terminal it was started from. */
final class ForegroundRun {
  private final Context context;
  private final StartProgress progress;
  private final boolean keyIsNew;
  private StackState.Phase phase;
  private boolean complained;

  ForegroundRun(Context context, StartProgress progress, boolean keyIsNew) {
    this.context = context;
    this.progress = progress;
    this.keyIsNew = keyIsNew;
  }

  void print(Part part, String line) {
    context.terminal().say("%-12s| %s", part.label(), line);
  }

  synchronized void follow(StackState state) {
    progress.show(state, context.effectiveSettings());
    if (state.failure().isPresent() && !complained) {
      complained = true;
      context.terminal().complain(state.failure().get().reason());
    }
    if (state.phase() != phase) {
      phase = state.phase();
      enter(phase);
    }
  }

  private void enter(StackState.Phase entered) {
    switch (entered) {
      case RUNNING -> announce();
      case STOPPING -> context.terminal().say("Stopping ...");
      case STOPPED -> context.terminal().say("Everything is stopped.");
      default -> {
        // The parts' own lines tell how the start goes on.
      }
    }
  }

  private void announce() {
    try {
      progress.announce(context.effectiveSettings(), context.data(), keyIsNew);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
