package io.hypnos.engine.intake;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names in one drop. A name is a document and other bytes are its next version, so a second
 * file of the name would silently take the place of the first.
 */
final class DropNames {
  private final Map<String, byte[]> digests = new HashMap<>();

  /** Why a file cannot come beside those before it; the same bytes once more are the same file. */
  Optional<String> refuse(UploadedFile file) {
    return refuse(file.filename(), DropMessages.digest(file.bytes()));
  }

  Optional<String> refuse(String filename, byte[] digest) {
    byte[] earlier = digests.putIfAbsent(DropMessages.documentName(filename), digest);
    return earlier == null || Arrays.equals(earlier, digest)
        ? Optional.empty()
        : Optional.of("another file of this drop has this name");
  }
}
