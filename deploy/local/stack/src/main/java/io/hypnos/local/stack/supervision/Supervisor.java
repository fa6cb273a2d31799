package io.hypnos.local.stack.supervision;

import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.StackException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Starts parts in the order of their dependencies, keeps them running, stops them in reverse. */
public final class Supervisor {
  private final Map<Part, PartSupervision> supervisions = new EnumMap<>(Part.class);
  private final PartBoard board;

  /**
   * @param listener hears the states of all parts after each change, one call at a time
   */
  public Supervisor(
      Collection<PartDefinition> definitions,
      Timing timing,
      Clock clock,
      Consumer<List<PartState>> listener,
      OutputListener output) {
    this.board = new PartBoard(definitions.stream().map(PartDefinition::part).toList(), listener);
    definitions.forEach(
        definition ->
            supervisions.put(
                definition.part(), new PartSupervision(definition, timing, clock, output, board)));
  }

  /**
   * Starts what does not run yet; parts that do not wait for each other start side by side.
   *
   * @throws StartFailedException when a part does not become ready; what was started keeps running
   */
  public void start(Set<Part> wanted) throws InterruptedException {
    for (Set<Part> level : levels(wanted)) {
      List<CompletableFuture<Void>> ready =
          level.stream().map(part -> supervisionOf(part).start()).toList();
      await(ready);
    }
  }

  public void start(Part part) throws InterruptedException {
    start(Set.of(part));
  }

  public void stop(Part part) throws InterruptedException {
    supervisionOf(part).stop();
  }

  /** Kills the process of a part as {@code kill -9} does. */
  public void kill(Part part) throws InterruptedException {
    supervisionOf(part).kill();
  }

  public List<PartState> states() {
    return board.all();
  }

  public PartState state(Part part) {
    return board.of(part);
  }

  /** Stops every part, dependants first. */
  public void stop() throws InterruptedException {
    List<Set<Part>> levels = new ArrayList<>(levels(supervisions.keySet()));
    Collections.reverse(levels);
    for (Set<Part> level : levels) {
      stopTogether(level);
    }
  }

  private void stopTogether(Set<Part> parts) throws InterruptedException {
    List<Thread> stops =
        parts.stream()
            .map(part -> new Thread(() -> stopUninterrupted(part), "stop-" + part.label()))
            .toList();
    stops.forEach(Thread::start);
    for (Thread stop : stops) {
      stop.join();
    }
  }

  private void stopUninterrupted(Part part) {
    try {
      stop(part);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when all are ready, or throws as soon as one has failed. */
  private static void await(List<CompletableFuture<Void>> ready) throws InterruptedException {
    List<CompletableFuture<Void>> pending = new ArrayList<>(ready);
    while (!pending.isEmpty()) {
      try {
        CompletableFuture.anyOf(pending.toArray(CompletableFuture<?>[]::new)).get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof StartFailedException failure) {
          throw failure;
        }
        throw new CompletionException(e.getCause());
      }
      pending.removeIf(one -> one.isDone() && !one.isCompletedExceptionally());
    }
  }

  /** Groups of parts such that each needs only parts of earlier groups. */
  private static List<Set<Part>> levels(Set<Part> parts) {
    List<Set<Part>> levels = new ArrayList<>();
    Set<Part> rest = parts.isEmpty() ? EnumSet.noneOf(Part.class) : EnumSet.copyOf(parts);
    while (!rest.isEmpty()) {
      Set<Part> level = EnumSet.noneOf(Part.class);
      for (Part part : rest) {
        if (Collections.disjoint(part.dependencies(), rest)) {
          level.add(part);
        }
      }
      levels.add(level);
      rest.removeAll(level);
    }
    return levels;
  }

  private PartSupervision supervisionOf(Part part) {
    PartSupervision supervision = supervisions.get(part);
    if (supervision == null) {
      throw new StackException(part.label() + " is not supervised here.");
    }
    return supervision;
  }
}
