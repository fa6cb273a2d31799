package io.hypnos.local.stack;

import io.hypnos.settings.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps the operator's key from one start to the next. A configured key is kept too, so that a
 * later start without it means the same key.
 */
final class RootKeyFile {
  private static final String PREFIX = "mk_live_";

  private final Path file;

  RootKeyFile(Path file) {
    this.file = file;
  }

  Secret resolve(Optional<Secret> configured) {
    Optional<Secret> kept = read();
    Secret key = configured.or(() -> kept).orElseGet(() -> Secret.of(PREFIX + RandomText.hex()));
    if (!kept.equals(Optional.of(key))) {
      PrivateFile.write(file, key.reveal() + "\n");
    }
    return key;
  }

  private Optional<Secret> read() {
    try {
      return Files.exists(file)
          ? Optional.of(Files.readString(file).trim())
              .filter(text -> !text.isEmpty())
              .map(Secret::of)
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
