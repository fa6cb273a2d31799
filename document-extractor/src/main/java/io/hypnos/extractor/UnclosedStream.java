package io.hypnos.extractor;

import java.io.FilterInputStream;
import java.io.InputStream;

/** A stream that stays open for its owner. */
final class UnclosedStream extends FilterInputStream {
  UnclosedStream(InputStream stream) {
    super(stream);
  }

  @Override
  public void close() {
    // Its owner closes it.
  }
}
