package io.hypnos.local.launcher;

import io.hypnos.local.stack.DataDirectory;
import io.hypnos.local.stack.StackException;
import io.hypnos.local.stack.supervision.PartState;
import io.hypnos.local.stack.supervision.PartStatus;
import io.hypnos.local.stack.supervision.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Stops the stack, with its supervisor's help or without. */
final class DownCommand {
  private static final Duration LEFTOVER_PATIENCE = Duration.ofSeconds(20);

  private final Context context;
  private final DataDirectory data;

  DownCommand(Context context) {
    this.context = context;
    this.data = context.data();
  }

  int run() throws IOException, InterruptedException {
    if (!Files.isDirectory(data.run())) {
      context.terminal().say("Nothing runs.");
      return 0;
    }
    boolean supervised = stopSupervisor();
    SupervisorLock lock = takeLock();
    try {
      List<String> ended = new Leftovers(data, LEFTOVER_PATIENCE).end();
      if (!ended.isEmpty()) {
        context.terminal().say("Stopped %s, which no supervisor kept.", String.join(", ", ended));
      } else if (!supervised) {
        context.terminal().say("Nothing runs.");
      }
    } finally {
      lock.close();
    }
    return 0;
  }

  private SupervisorLock takeLock() throws IOException {
    return SupervisorLock.tryTake(data)
        .orElseThrow(() -> new StackException("Hypnos was started again at the same moment."));
  }

  /** True when there was one and it has ended. */
  private boolean stopSupervisor() throws IOException, InterruptedException {
    Optional<SupervisorLock> free = SupervisorLock.tryTake(data);
    if (free.isPresent()) {
      free.get().close();
      return false;
    }
    ProcessHandle supervisor =
        SupervisorLock.holder(data)
            .flatMap(ProcessHandle::of)
            .orElseThrow(
                () ->
                    new StackException(
                        "The stack is just starting or stopping; try again in a moment."));
    Set<String> running = namesOf(state -> state != PartStatus.STOPPED);
    supervisor.destroy();
    awaitEnd(supervisor, running);
    return true;
  }

  private void awaitEnd(ProcessHandle supervisor, Set<String> running)
      throws IOException, InterruptedException {
    Duration patience =
        context.settings().local().stopTimeout().multipliedBy(3).plus(Duration.ofSeconds(10));
    Instant deadline = context.clock().instant().plus(patience);
    while (supervisor.isAlive()) {
      tell(running);
      if (context.clock().instant().isAfter(deadline)) {
        supervisor.destroyForcibly();
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    tell(running);
    context.terminal().say("Hypnos is down.");
  }

  private void tell(Set<String> running) throws IOException {
    for (String name : namesOf(PartStatus.STOPPED::equals)) {
      if (running.remove(name)) {
        context.terminal().say("%-12s stopped", name);
      }
    }
  }

  private Set<String> namesOf(Predicate<PartStatus> wanted) throws IOException {
    return new StateFile(data.state())
        .read().stream()
            .flatMap(state -> state.parts().stream())
            .filter(part -> wanted.test(part.status()))
            .map(PartState::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
