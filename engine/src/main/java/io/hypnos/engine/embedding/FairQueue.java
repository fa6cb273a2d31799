package io.hypnos.engine.embedding;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * Lets many callers share a few threads.
 *
 * <ul>
 *   <li>Callers of one priority take turns, one unit of work each, however much each has brought.
 *   <li>Interactive work starts at once, beside bulk work that is under way; new bulk work waits
 *       until all that runs fits the given parallelism again.
 *   <li>Interactive work without end does not stop bulk work: one unit of it starts after so many
 *       interactive ones.
 * </ul>
 *
 * Work is never copied into the queue: a waiting caller costs its own list and one entry here, and
 * the number of callers is bounded.
 */
final class FairQueue implements AutoCloseable {
  private static final int INTERACTIVE_BEFORE_BULK = 16;

  private final String part;
  private final int parallel;
  private final int mostCallers;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition startable = lock.newCondition();
  private final Deque<Lane> interactive = new ArrayDeque<>();
  private final Deque<Lane> bulk = new ArrayDeque<>();
  private final List<Thread> workers = new ArrayList<>();
  private int callers;
  private int interactiveRunning;
  private int bulkRunning;
  private int interactiveInARow;
  private boolean closed;

  /**
   * @param part what does the work, as the subject of "… is not available"
   * @param parallel units that run at the same time, of each priority
   */
  FairQueue(String part, int parallel, int mostCallers) {
    this.part = part;
    this.parallel = parallel;
    this.mostCallers = mostCallers;
    for (int i = 0; i < parallel * 2; i++) {
      Thread worker = new Thread(this::work, "hypnos-embedding-" + i);
      worker.setDaemon(true);
      workers.add(worker);
      worker.start();
    }
  }

  /**
   * Runs units of work and waits for them.
   *
   * @return the result of each unit
   * @throws HypnosException when too many callers wait, the queue is closed, or the calling thread
   *     is interrupted; in the last case what has not begun is dropped and what runs is interrupted
   */
  <T> List<T> run(int units, IntFunction<T> unit, Priority priority) {
    if (units == 0) {
      return List.of();
    }
    Object[] results = new Object[units];
    Lane lane =
        new Lane(units, index -> results[index] = unit.apply(index), priority, lock.newCondition());
    lock.lock();
    try {
      enter(lane);
      try {
        await(lane);
      } finally {
        callers--;
      }
    } finally {
      lock.unlock();
    }
    @SuppressWarnings("unchecked")
    List<T> typed = (List<T>) List.of(results);
    return typed;
  }

  /** Callers that have been taken and not been answered yet. */
  int callers() {
    lock.lock();
    try {
      return callers;
    } finally {
      lock.unlock();
    }
  }

  /** Whether new callers are refused. */
  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void enter(Lane lane) {
    if (closed) {
      throw closedFailure();
    }
    if (callers >= mostCallers) {
      throw new HypnosException(
          ErrorCode.UNAVAILABLE, part + " is busy: " + callers + " callers wait for it");
    }
    callers++;
    lanes(lane.priority).addLast(lane);
    startable.signalAll();
  }

  private void await(Lane lane) {
    try {
      while (!lane.isOver()) {
        lane.over.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lane.drop();
      lanes(lane.priority).remove(lane);
      lane.running.forEach(Thread::interrupt);
      throw new HypnosException(ErrorCode.UNAVAILABLE, "interrupted while waiting for a vector", e);
    }
    if (lane.failure instanceof Error error) {
      throw error;
    } else if (lane.failure instanceof HypnosException known) {
      throw known;
    } else if (lane.failure != null) {
      throw new HypnosException(ErrorCode.INTERNAL, part + " failed", lane.failure);
    }
  }

  private void work() {
    lock.lock();
    try {
      while (!closed) {
        Lane lane = next();
        if (lane == null) {
          startable.awaitUninterruptibly();
        } else {
          runOne(lane);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whose turn it is; the caller has to run one unit of that lane. */
  private Lane next() {
    boolean bulkIsDue =
        !bulk.isEmpty() && bulkRunning == 0 && interactiveInARow >= INTERACTIVE_BEFORE_BULK;
    if (!interactive.isEmpty() && interactiveRunning < parallel && !bulkIsDue) {
      interactiveInARow = bulk.isEmpty() ? 0 : interactiveInARow + 1;
      return interactive.removeFirst();
    }
    if (!bulk.isEmpty() && (interactiveRunning + bulkRunning < parallel || bulkIsDue)) {
      interactiveInARow = 0;
      return bulk.removeFirst();
    }
    return null;
  }

  private void runOne(Lane lane) {
    int index = lane.next++;
    if (lane.next < lane.units) {
      lanes(lane.priority).addLast(lane);
    }
    count(lane.priority, 1);
    Thread worker = Thread.currentThread();
    lane.running.add(worker);
    Throwable failure = null;
    lock.unlock();
    try {
      lane.unit.accept(index);
    } catch (Throwable e) {
      failure = e;
    } finally {
      lock.lock();
    }
    lane.running.remove(worker);
    // Whoever interrupted meant this unit, not the next.
    Thread.interrupted();
    count(lane.priority, -1);
    lane.done++;
    if (failure != null && lane.failure == null) {
      lane.failure = failure;
      lane.drop();
      lanes(lane.priority).remove(lane);
    }
    if (lane.isOver()) {
      lane.over.signalAll();
    }
    startable.signal();
  }

  private void count(Priority priority, int change) {
    if (priority == Priority.INTERACTIVE) {
      interactiveRunning += change;
    } else {
      bulkRunning += change;
    }
  }

  private Deque<Lane> lanes(Priority priority) {
    return priority == Priority.INTERACTIVE ? interactive : bulk;
  }

  private HypnosException closedFailure() {
    return new HypnosException(ErrorCode.UNAVAILABLE, part + " is closed");
  }

  /** Units under way end; callers whose work has not all begun are refused. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      refuse(interactive);
      refuse(bulk);
      startable.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuse(Deque<Lane> lanes) {
    for (Lane lane : lanes) {
      lane.failure = closedFailure();
      lane.drop();
      lane.over.signalAll();
    }
    lanes.clear();
  }

  /** What one caller has brought. */
  private static final class Lane {
    private final int units;
    private final IntConsumer unit;
    private final Priority priority;
    private final Condition over;
    private final List<Thread> running = new ArrayList<>();
    private int next;
    private int done;
    private int dropped;
    private Throwable failure;

    Lane(int units, IntConsumer unit, Priority priority, Condition over) {
      this.units = units;
      this.unit = unit;
      this.priority = priority;
      this.over = over;
    }

    void drop() {
      dropped += units - next;
      next = units;
    }

    boolean isOver() {
      return done + dropped == units;
    }
  }
}
