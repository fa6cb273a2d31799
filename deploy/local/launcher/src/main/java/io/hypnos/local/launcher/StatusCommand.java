package io.hypnos.local.launcher;

import io.hypnos.local.stack.DataDirectory;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.PartPort;
import io.hypnos.local.stack.health.HealthProbes;
import io.hypnos.local.stack.supervision.PartState;
import io.hypnos.local.stack.supervision.StackState;
import io.hypnos.local.stack.supervision.StateFile;
import io.hypnos.settings.HypnosSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Looks at every part itself; it believes the supervisor's file for process ids only. */
final class StatusCommand {
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(3);

  private final Context context;
  private final DataDirectory data;

  StatusCommand(Context context) {
    this.context = context;
    this.data = context.data();
  }

  int run(boolean json) throws IOException, InterruptedException, ExecutionException {
    List<PartReport> reports = reports();
    boolean ready = reports.stream().allMatch(PartReport::isHealthy);
    if (json) {
      context.terminal().say("%s", StatusJson.of(ready, reports));
    } else {
      Optional<ProcessHandle> supervisor = SupervisorLock.holder(data).flatMap(ProcessHandle::of);
      StatusTable.of(reports, supervisor.map(ProcessHandle::pid))
          .forEach(line -> context.terminal().say("%s", line));
    }
    return ready ? 0 : Main.FAILED;
  }

  private List<PartReport> reports() throws IOException, InterruptedException, ExecutionException {
    Optional<StackState> state = new StateFile(data.state()).read();
    HypnosSettings settings = context.effectiveSettings();
    ExecutorService threads = Executors.newFixedThreadPool(Part.values().length);
    try {
      List<Future<PartReport>> looks =
          Arrays.stream(Part.values())
              .map(part -> threads.submit(() -> report(part, pid(part, state), settings)))
              .toList();
      List<PartReport> reports = new java.util.ArrayList<>();
      for (Future<PartReport> look : looks) {
        reports.add(look.get());
      }
      return reports;
    } finally {
      threads.shutdown();
    }
  }

  private static Optional<Long> pid(Part part, Optional<StackState> state) {
    return state.stream()
        .flatMap(known -> known.parts().stream())
        .filter(known -> known.name().equals(part.label()))
        .findFirst()
        .flatMap(PartState::pid);
  }

  private PartReport report(Part part, Optional<Long> pid, HypnosSettings settings) {
    Optional<ProcessHandle> process = PartProcesses.find(part, pid, data);
    int port = PartPort.of(part, settings).port();
    if (process.isEmpty()) {
      return new PartReport(
          part, Optional.empty(), port, 0, Optional.empty(), Optional.of("not running"));
    }
    return new PartReport(
        part,
        process.map(ProcessHandle::pid),
        port,
        ProcessMemory.megabytes(process.get()),
        process
            .get()
            .info()
            .startInstant()
            .map(start -> Duration.between(start, context.clock().instant())),
        HealthProbes.of(part, settings).problem(PROBE_LIMIT));
  }
}
