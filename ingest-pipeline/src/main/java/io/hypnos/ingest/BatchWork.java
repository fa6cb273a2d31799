package io.hypnos.ingest;

import java.io.Serializable;
import java.util.List;

/**
 * What is done with many elements at once, off the task's thread. A failure that is thrown restarts
 * the job; what is the fault of one element is said in its result.
 *
 * @param <I> what comes in
 * @param <O> what goes out
 */
interface BatchWork<I, O> extends Serializable {

  /** Called once before any work, where the work will run. */
  void open();

  /** How much of a batch an element is, in characters of text. */
  long weight(I element);

  /** A result an element, in their order. */
  List<Result<O>> work(List<I> elements) throws InterruptedException;

  /** Called once after all work, also when nothing was opened. */
  void close();

  /**
   * What became of an element: what goes on to the next operator, if anything does, and what is to
   * be reported of it.
   */
  record Result<O>(java.util.Optional<O> output, List<Reported> reported) {
    static <O> Result<O> of(O output, List<Reported> reported) {
      return new Result<>(java.util.Optional.of(output), reported);
    }

    static <O> Result<O> ended(List<Reported> reported) {
      return new Result<>(java.util.Optional.empty(), reported);
    }
  }
}
