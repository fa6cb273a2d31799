package io.hypnos.api.web;

/** Puts a failure into the words of one dialect. */
public interface ErrorRenderer {
  Dialect dialect();

  ErrorAnswer render(Failure failure, String requestId);
}
