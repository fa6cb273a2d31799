package io.hypnos.local.flink;

/** The cluster itself is broken; only a new process helps. */
final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
