package io.hypnos.local.stack.supervision;

import io.hypnos.local.stack.Part;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The latest state of every part; tells of each change, one at a time and in order. */
final class PartBoard {
  private final Map<Part, PartState> states = new EnumMap<>(Part.class);
  private final Consumer<List<PartState>> listener;

  PartBoard(Collection<Part> parts, Consumer<List<PartState>> listener) {
    parts.forEach(part -> states.put(part, PartState.stopped(part)));
    this.listener = listener;
  }

  synchronized void publish(Part part, PartState state) {
    if (!state.equals(states.put(part, state))) {
      listener.accept(all());
      notifyAll();
    }
  }

  synchronized PartState of(Part part) {
    return states.get(part);
  }

  /** Whether all these parts are healthy, as far as they are on this board. */
  synchronized boolean areHealthy(Set<Part> parts) {
    return parts.stream()
        .filter(states::containsKey)
        .allMatch(part -> states.get(part).isHealthy());
  }

  synchronized List<PartState> all() {
    return List.copyOf(states.values());
  }

  synchronized void awaitChange(Part part, Predicate<PartState> wanted)
      throws InterruptedException {
    while (!wanted.test(states.get(part))) {
      wait();
    }
  }
}
