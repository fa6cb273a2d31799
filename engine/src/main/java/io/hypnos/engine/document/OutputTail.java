package io.hypnos.engine.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of what a process prints; the rest is read and forgotten, so that it never blocks. */
final class OutputTail implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputTail.class);
  private static final int KEPT = 2000;

  private final InputStream output;
  private byte[] tail = {};

  private OutputTail(InputStream output) {
    this.output = output;
  }

  static OutputTail of(InputStream output) {
    OutputTail tail = new OutputTail(output);
    Thread reader = new Thread(tail, "document-reader-errors");
    reader.setDaemon(true);
    reader.start();
    return tail;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[8192];
    try {
      for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
        keep(buffer, read);
      }
    } catch (IOException e) {
      LOG.debug("output of the document reader ended", e);
    }
  }

  synchronized String text() {
    return new String(tail, UTF_8).strip();
  }

  private synchronized void keep(byte[] buffer, int length) {
    byte[] joined = Arrays.copyOf(tail, tail.length + length);
    System.arraycopy(buffer, 0, joined, tail.length, length);
    tail = Arrays.copyOfRange(joined, Math.max(0, joined.length - KEPT), joined.length);
  }
}
