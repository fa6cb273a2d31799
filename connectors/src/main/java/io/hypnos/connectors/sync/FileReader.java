package io.hypnos.connectors.sync;

import java.util.Optional;

/** Reads the text of a file. */
@FunctionalInterface
public interface FileReader {
  /** Its text; empty when it has none or cannot be read. */
  Optional<String> read(String filename, String contentType, byte[] bytes);
}
