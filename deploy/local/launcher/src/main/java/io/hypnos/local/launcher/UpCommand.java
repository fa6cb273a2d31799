package io.hypnos.local.launcher;

import io.hypnos.local.stack.DataDirectory;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.StackException;
import io.hypnos.local.stack.parts.LocalParts;
import io.hypnos.local.stack.supervision.PartLog;
import io.hypnos.local.stack.supervision.StackState;
import io.hypnos.local.stack.supervision.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts the stack, in the background or in this process. */
final class UpCommand {
  private static final int SHOWN_LINES = 15;
  private static final Duration LEFTOVER_PATIENCE = Duration.ofSeconds(20);

  private final Context context;
  private final DataDirectory data;
  private final Terminal terminal;
  private final StartProgress progress;

  UpCommand(Context context) {
    this.context = context;
    this.data = context.data();
    this.terminal = context.terminal();
    this.progress = new StartProgress(terminal);
  }

  int run(boolean foreground) throws IOException, InterruptedException {
    check();
    boolean keyIsNew = context.settings().rootKey().isEmpty() && !Files.exists(data.rootKey());
    terminal.say("Starting Hypnos with the data in %s", data.root());
    return foreground ? runHere(keyIsNew) : runDetached(keyIsNew);
  }

  private void check() throws IOException {
    LocalParts.requireBuilt(context.installation());
    StartChecks.dataDirectoryIsWritable(data);
    SupervisorLock lock = SupervisorLock.take(data);
    try {
      StartChecks.diskHasRoom(data, context.settings().local().minFreeDisk());
      List<String> ended = new Leftovers(data, LEFTOVER_PATIENCE).end();
      if (!ended.isEmpty()) {
        terminal.say("Ended what an earlier run left: %s", String.join(", ", ended));
      }
      Files.deleteIfExists(data.state());
      Files.deleteIfExists(data.effectiveSettings());
      StartChecks.portsAreFree(context.settings());
    } finally {
      lock.close();
    }
  }

  private int runDetached(boolean keyIsNew) throws IOException, InterruptedException {
    Process supervisor = Detached.startSupervisor(context);
    StateFile file = new StateFile(data.state());
    while (true) {
      boolean ended = supervisor.waitFor(100, TimeUnit.MILLISECONDS);
      Optional<StackState> state =
          file.read().filter(written -> written.supervisor() == supervisor.pid());
      state.ifPresent(known -> progress.show(known, context.effectiveSettings()));
      if (ended) {
        return failed(state, supervisor.exitValue());
      }
      if (state.filter(known -> known.phase() == StackState.Phase.RUNNING).isPresent()) {
        progress.announce(context.effectiveSettings(), data, keyIsNew);
        return 0;
      }
    }
  }

  private int failed(Optional<StackState> state, int exitCode) {
    if (exitCode == StackRun.ALREADY_RUNNING) {
      throw new StackException("Hypnos was started by somebody else at the same moment.");
    }
    Optional<StackState.Failure> failure = state.flatMap(StackState::failure);
    failure.ifPresentOrElse(known -> showLog(known.part()), () -> showLog(Command.SUPERVISOR));
    terminal.complain(
        failure
            .map(known -> sentence(known) + " Everything is stopped again.")
            .orElse("The start was ended from outside (exit code " + exitCode + ")."));
    return Main.FAILED;
  }

  private void showLog(String name) {
    Path log = name.equals(Command.SUPERVISOR) ? data.supervisorLog() : data.log(Part.of(name));
    List<String> lines = PartLog.tail(log, SHOWN_LINES);
    if (!lines.isEmpty()) {
      terminal.complain("The last lines of " + log + ":");
      lines.forEach(line -> terminal.complain("  " + line));
    }
  }

  private static String sentence(StackState.Failure failure) {
    return failure.reason().endsWith(".") ? failure.reason() : failure.reason() + ".";
  }

  private int runHere(boolean keyIsNew) throws IOException, InterruptedException {
    ForegroundRun run = new ForegroundRun(context, progress, keyIsNew);
    return new StackRun(context, new RunListener(run::follow, run::print)).run();
  }
}
