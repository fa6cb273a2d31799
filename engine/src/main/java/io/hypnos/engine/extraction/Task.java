package io.hypnos.engine.extraction;

import java.time.Instant;
import java.util.Optional;

/**
 * Something to be done or reached.
 *
 * @param title what, without "we need to"
 * @param due when it must be done at the latest, where the text tells
 * @param assignee who is to do it, where the text tells
 * @param evidence where in the text it is said
 */
public record Task(
    Kind kind,
    String title,
    Optional<Instant> due,
    Optional<Subject> assignee,
    boolean done,
    double confidence,
    Span evidence) {

  /** A step or an aim. */
  public enum Kind {
    TASK,
    GOAL
  }
}
