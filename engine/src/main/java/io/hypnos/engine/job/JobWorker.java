package io.hypnos.engine.job;

import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.job.JobHandler.JobLost;
import io.hypnos.engine.job.JobQueue.Leased;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on jobs, one at a time; its turns are a loop of {@link Upkeep}. */
public final class JobWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);
  private static final String INTERNAL = "an internal error, see the log of the server";

  private final JobQueue queue;
  private final Map<String, JobHandler> handlers;
  private final Supplier<UUID> ids;
  private final Optional<Duration> most;
  private final ScheduledExecutorService beats;

  public JobWorker(JobQueue queue, Map<String, JobHandler> handlers, Supplier<UUID> ids) {
    this(queue, handlers, ids, Optional.empty());
  }

  /**
   * @param most how long a job may take; what takes longer is broken off and has failed
   */
  public JobWorker(
      JobQueue queue,
      Map<String, JobHandler> handlers,
      Supplier<UUID> ids,
      Optional<Duration> most) {
    this.most = most;
    this.queue = queue;
    this.handlers = Map.copyOf(handlers);
    this.ids = ids;
    this.beats =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "hypnos-job-beat");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Works on the oldest open job, if there is one, and says whether there was. */
  public boolean runOnce() {
    if (handlers.isEmpty()) {
      return false;
    }
    Optional<Leased> taken = queue.take(handlers.keySet(), ids.get());
    taken.ifPresent(this::work);
    return taken.isPresent();
  }

  private void work(Leased leased) {
    Work work = new Work(leased, queue);
    long beat = queue.beat().toMillis();
    ScheduledFuture<?> beating =
        beats.scheduleAtFixedRate(work::beat, beat, beat, TimeUnit.MILLISECONDS);
    Optional<ScheduledFuture<?>> limit =
        most.map(time -> beats.schedule(work::breakOff, time.toMillis(), TimeUnit.MILLISECONDS));
    Job job = leased.job();
    try {
      Map<String, Object> result;
      try {
        result = handlers.get(job.kind()).run(work);
      } finally {
        work.end();
      }
      queue.done(leased, result);
    } catch (JobLost e) {
      LOG.info("job {} ({}) was called off or taken over", job.id(), job.kind());
    } catch (RuntimeException e) {
      failed(leased, work, e);
    } finally {
      limit.ifPresent(each -> each.cancel(false));
      beating.cancel(false);
    }
  }

  private void failed(Leased leased, Work work, RuntimeException failure) {
    Job job = leased.job();
    if (work.isBrokenOff()) {
      LOG.warn("job {} ({}) took too long", job.id(), job.kind());
      queue.failed(leased, "it took longer than it may", false);
    } else if (failure instanceof HypnosException known) {
      LOG.warn("job {} ({}) failed: {}", job.id(), job.kind(), known.getMessage());
      queue.failed(leased, known.getMessage(), known.code().retryable());
    } else {
      LOG.error("job {} ({}) failed", job.id(), job.kind(), failure);
      queue.failed(leased, INTERNAL, true);
    }
  }

  /** One job in work; its lease is kept alive from another thread. */
  private static final class Work implements JobHandler.Running {
    private final Leased leased;
    private final JobQueue queue;
    private final Thread worker = Thread.currentThread();
    private final AtomicBoolean lost = new AtomicBoolean();

    // Guarded by this.
    private boolean ended;
    private boolean brokenOff;

    Work(Leased leased, JobQueue queue) {
      this.leased = leased;
      this.queue = queue;
    }

    void beat() {
      try {
        if (!queue.extend(leased)) {
          lost.set(true);
        }
      } catch (RuntimeException e) {
        // The next beat may reach the database; if none does, the lease runs out.
        LOG.debug("job {}: a beat was missed", leased.job().id(), e);
      }
    }

    synchronized void breakOff() {
      if (!ended) {
        brokenOff = true;
        worker.interrupt();
      }
    }

    /** From here on the worker is its own again: no interruption may reach what it does next. */
    synchronized void end() {
      ended = true;
      if (brokenOff) {
        Thread.interrupted();
      }
    }

    synchronized boolean isBrokenOff() {
      return brokenOff;
    }

    @Override
    public Job job() {
      return leased.job();
    }

    @Override
    public void progress(long done, long total) {
      if (lost.get() || !queue.progress(leased, done, Optional.of(total))) {
        throw new JobLost(leased.job());
      }
    }

    @Override
    public void requireWanted() {
      if (lost.get() || !queue.extend(leased)) {
        throw new JobLost(leased.job());
      }
    }
  }

  @Override
  public void close() {
    beats.shutdownNow();
  }
}
