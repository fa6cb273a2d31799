package io.hypnos.extractor;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.tika.io.TikaInputStream;

/** The bytes of one document: in memory, or in a file when they are many. */
final class Content implements Closeable {
  private static final int LONGEST_IN_MEMORY = 16 * 1024 * 1024;
  private static final int BUFFER = 64 * 1024;

  private final byte[] bytes;
  private final Optional<Path> file;

  private Content(byte[] bytes, Optional<Path> file) {
    this.bytes = bytes;
    this.file = file;
  }

  static Content of(byte[] bytes) {
    return new Content(bytes, Optional.empty());
  }

  static Content receive(InputStream input, long length) throws IOException {
    if (length > LONGEST_IN_MEMORY) {
      return spool(input, length);
    }
    byte[] bytes = input.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException("stream ended within a document");
    }
    return of(bytes);
  }

  boolean isEmpty() {
    return file.isEmpty() && bytes.length == 0;
  }

  TikaInputStream open() throws IOException {
    return file.isPresent() ? TikaInputStream.get(file.get()) : TikaInputStream.get(bytes);
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      Files.deleteIfExists(file.get());
    }
  }

  private static Content spool(InputStream input, long length) throws IOException {
    Path file = Files.createTempFile("document", ".bin");
    try (OutputStream output = Files.newOutputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      long left = length;
      while (left > 0) {
        int read = input.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException("stream ended within a document");
        }
        output.write(buffer, 0, read);
        left -= read;
      }
    }
    return new Content(new byte[0], Optional.of(file));
  }
}
