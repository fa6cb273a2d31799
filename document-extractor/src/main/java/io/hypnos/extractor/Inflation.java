package io.hypnos.extractor;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** How much an archive has unpacked to, compared with its size. */
final class Inflation {
  /** Small archives of empty tables pack very well and hurt nobody. */
  private static final long HARMLESS = 4L * 1024 * 1024;

  private final long most;
  private long unpacked;

  Inflation(long archiveSize, int ratio) {
    this.most = Math.max(HARMLESS, archiveSize * ratio);
  }

  boolean isBomb() {
    return unpacked > most;
  }

  /** The stream, which breaks as soon as the whole archive has unpacked to too much. */
  InputStream watch(InputStream stream) {
    return new FilterInputStream(stream) {
      @Override
      public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
      }
    };
  }

  private void count(int bytes) throws IOException {
    unpacked += bytes;
    if (isBomb()) {
      throw new IOException("the archive unpacks to too much");
    }
  }
}
