package io.hypnos.engine.sleep;

/** What a test throws where a process would have died. */
final class Died extends Error {
  private static final long serialVersionUID = 1L;
}
