package io.hypnos.engine.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Where the bytes of a document are; they may be read several times. */
public interface DocumentBytes {
  long size();

  InputStream open() throws IOException;

  static DocumentBytes of(byte[] bytes) {
    return new DocumentBytes() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }
}
