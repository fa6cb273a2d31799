package io.hypnos.extractor;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
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

  /** A copy of what a stream holds; empty when that is more than allowed. */
  static Optional<Content> copy(InputStream input, long most) throws IOException {
    int longest = (int) Math.max(0, Math.min(LONGEST_IN_MEMORY, most));
    byte[] first = input.readNBytes(longest + 1);
    if (first.length <= longest) {
      return Optional.of(of(first));
    } else if (longest < LONGEST_IN_MEMORY) {
      return Optional.empty();
    }
    Path file = Files.createTempFile("document", ".bin");
    try (OutputStream output = Files.newOutputStream(file)) {
      output.write(first);
      long size = first.length;
      byte[] buffer = new byte[BUFFER];
      for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
        size += read;
        if (size > most) {
          Files.delete(file);
          return Optional.empty();
        }
        output.write(buffer, 0, read);
      }
    }
    return Optional.of(new Content(new byte[0], Optional.of(file)));
  }

  long size() throws IOException {
    return file.isPresent() ? Files.size(file.get()) : bytes.length;
  }

  /** For readers that jump. */
  SeekableByteChannel channel() throws IOException {
    return file.isPresent()
        ? Files.newByteChannel(file.get())
        : new SeekableInMemoryByteChannel(bytes);
  }

  byte[] bytes() throws IOException {
    return file.isPresent() ? Files.readAllBytes(file.get()) : bytes;
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
