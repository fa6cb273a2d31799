package io.hypnos.engine.sleep;

/** Is told that a run waits to be worked on. */
@FunctionalInterface
interface RunWaker {
  void wake(Run run);
}
