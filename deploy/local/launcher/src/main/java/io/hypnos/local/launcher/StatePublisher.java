package io.hypnos.local.launcher;

import io.hypnos.local.stack.supervision.PartState;
import io.hypnos.local.stack.supervision.StackState;
import io.hypnos.local.stack.supervision.StateFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the state file true. */
final class StatePublisher {
  private static final Logger LOG = LoggerFactory.getLogger(StatePublisher.class);

  private final StateFile file;
  private final Consumer<StackState> listener;
  private StackState state =
      new StackState(
          ProcessHandle.current().pid(), StackState.Phase.STARTING, Optional.empty(), List.of());

  StatePublisher(StateFile file, Consumer<StackState> listener) {
    this.file = file;
    this.listener = listener;
  }

  synchronized void parts(List<PartState> parts) {
    publish(new StackState(state.supervisor(), state.phase(), state.failure(), parts));
  }

  synchronized void phase(StackState.Phase phase) {
    publish(new StackState(state.supervisor(), phase, state.failure(), state.parts()));
  }

  synchronized void failure(StackState.Failure failure) {
    publish(new StackState(state.supervisor(), state.phase(), Optional.of(failure), state.parts()));
  }

  private void publish(StackState next) {
    state = next;
    try {
      file.write(next);
    } catch (IOException e) {
      // The parts matter more than the report on them: a full disk must not end the supervisor.
      LOG.error("Cannot write the state of the stack: {}", e.getMessage());
    }
    listener.accept(next);
  }
}
