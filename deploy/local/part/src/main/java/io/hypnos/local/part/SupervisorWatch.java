package io.hypnos.local.part;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends this JVM when the supervisor's end of the pipe is gone: by its own hand, or because the
 * supervisor died and the kernel closed it.
 */
final class SupervisorWatch {
  /** Milliseconds that shutdown hooks may take; below the supervisor's own patience. */
  static final String STOP_LIMIT = "hypnos.part.stop-limit";

  private static final long DEFAULT_STOP_LIMIT = 25_000;

  private SupervisorWatch() {}

  static void start(InputStream pipe) {
    daemon("supervisor-watch", () -> awaitEndOf(pipe));
  }

  private static void awaitEndOf(InputStream pipe) {
    drain(pipe);
    daemon("stop-limit", SupervisorWatch::haltWhenHooksHang);
    System.exit(0);
  }

  private static void drain(InputStream pipe) {
    byte[] ignored = new byte[256];
    try {
      while (pipe.read(ignored) >= 0) {
        // Nothing is ever said on this pipe; only its end counts.
      }
    } catch (IOException e) {
      System.err.println("The pipe from the supervisor broke: " + e.getMessage());
    }
  }

  private static void haltWhenHooksHang() {
    try {
      new CountDownLatch(1)
          .await(Long.getLong(STOP_LIMIT, DEFAULT_STOP_LIMIT), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
