package io.hypnos.local.launcher;

import io.hypnos.local.stack.LocalProfile;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.StackException;
import io.hypnos.local.stack.parts.LocalParts;
import io.hypnos.local.stack.supervision.StackState;
import io.hypnos.local.stack.supervision.StartFailedException;
import io.hypnos.local.stack.supervision.StateFile;
import io.hypnos.local.stack.supervision.Supervisor;
import io.hypnos.local.stack.supervision.Timing;
import java.io.IOException;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a supervisor: start all, keep all running, stop all when it is told to end. */
final class StackRun {
  static final int ALREADY_RUNNING = 3;
  private static final Logger LOG = LoggerFactory.getLogger(StackRun.class);

  private final Context context;
  private final StatePublisher publisher;
  private final RunListener listener;
  private volatile boolean stopping;

  @SuppressWarnings("unused") // Held until the process ends: the parts stop after run() returned.
  private SupervisorLock lock;

  StackRun(Context context, RunListener listener) {
    this.context = context;
    this.listener = listener;
    this.publisher = new StatePublisher(new StateFile(context.data().state()), listener.states());
  }

  /** Returns when the start has failed; else only the end of the process ends it. */
  int run() throws IOException, InterruptedException {
    try {
      lock = SupervisorLock.take(context.data());
    } catch (AlreadyRunningException e) {
      context.terminal().complain(e.getMessage());
      return ALREADY_RUNNING;
    }
    lock.sign();
    return supervise();
  }

  private int supervise() throws InterruptedException {
    publisher.phase(StackState.Phase.STARTING);
    try {
      Supervisor supervisor = supervisor();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(supervisor), "stop"));
      supervisor.start(EnumSet.allOf(Part.class));
    } catch (StartFailedException e) {
      return failed(e.part().label(), e.getMessage(), e);
    } catch (StackException e) {
      return failed(Command.SUPERVISOR, e.getMessage(), e);
    }
    publisher.phase(StackState.Phase.RUNNING);
    new CountDownLatch(1).await();
    return 0;
  }

  private Supervisor supervisor() {
    LocalProfile profile =
        LocalProfile.resolve(
            context.settings(), context.installation(), context.workingDirectory());
    return new Supervisor(
        new LocalParts(profile, context.installation(), System.getenv()).definitions(),
        Timing.of(profile.settings().local()),
        context.clock(),
        publisher::parts,
        listener.output());
  }

  /** The exit that follows runs the hook, which stops what was started. */
  private int failed(String part, String reason, Exception cause) {
    if (stopping) {
      return 0;
    }
    LOG.error("The start failed: {}", reason);
    LOG.debug("why the start failed", cause);
    publisher.failure(new StackState.Failure(part, reason));
    return Main.FAILED;
  }

  private void stop(Supervisor supervisor) {
    stopping = true;
    try {
      publisher.phase(StackState.Phase.STOPPING);
      supervisor.stop();
      publisher.phase(StackState.Phase.STOPPED);
    } catch (InterruptedException e) {
      LOG.error("Interrupted while the parts stopped", e);
    }
  }
}
