package io.hypnos.local.launcher;

import io.hypnos.local.stack.DataDirectory;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.StackException;
import io.hypnos.local.stack.postgres.LeftoverPostmaster;
import io.hypnos.local.stack.postgres.PostgresServer;
import io.hypnos.local.stack.supervision.StateFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Parts whose supervisor is dead. They end by themselves when they notice; the one that does not is
 * told, then killed. Only for the holder of the supervisor's lock.
 */
final class Leftovers {
  private final DataDirectory data;
  private final Duration patience;

  Leftovers(DataDirectory data, Duration patience) {
    this.data = data;
    this.patience = patience;
  }

  /** The names of the parts that had to be ended. */
  List<String> end() throws IOException {
    List<String> ended = new ArrayList<>();
    for (Map.Entry<Part, ProcessHandle> entry : running().entrySet()) {
      end(entry.getValue());
      ended.add(entry.getKey().label());
    }
    if (LeftoverPostmaster.stop(PostgresServer.cluster(data))) {
      ended.add(Part.POSTGRES.label());
    }
    return ended;
  }

  private Map<Part, ProcessHandle> running() throws IOException {
    Map<Part, ProcessHandle> running = new EnumMap<>(Part.class);
    new StateFile(data.state())
        .read()
        .ifPresent(
            state ->
                state.parts().stream()
                    .filter(part -> !part.name().equals(Part.POSTGRES.label()))
                    .forEach(
                        part ->
                            PartProcesses.find(Part.of(part.name()), part.pid(), data)
                                .ifPresent(found -> running.put(Part.of(part.name()), found))));
    return running;
  }

  private void end(ProcessHandle process) {
    if (awaitEnd(process)) {
      return;
    }
    process.destroy();
    if (!awaitEnd(process)) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private boolean awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new StackException("Cannot wait for the end of process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while an earlier run ended.", e);
    }
  }
}
