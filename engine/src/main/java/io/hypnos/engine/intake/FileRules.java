package io.hypnos.engine.intake;

import io.hypnos.settings.DataSize;
import java.util.Optional;

/** Which files intake takes. A name is a label, never a path. */
final class FileRules {
  private static final int LONGEST_NAME = 255;

  private final DataSize maxFile;

  FileRules(DataSize maxFile) {
    this.maxFile = maxFile;
  }

  /** Why a file is refused; empty when it is fine. */
  Optional<String> refuse(UploadedFile file) {
    return refuse(file.filename(), file.size());
  }

  boolean isTooLarge(long size) {
    return size > maxFile.bytes();
  }

  /** Why a file of that name and size is refused; empty when it is fine. */
  Optional<String> refuse(String name, long size) {
    if (name.isBlank()) {
      return Optional.of("the file has no name");
    }
    if (name.length() > LONGEST_NAME) {
      return Optional.of("the name is longer than " + LONGEST_NAME + " characters");
    }
    if (name.contains("/") || name.contains("\\") || name.equals(".") || name.equals("..")) {
      return Optional.of("the name must not be a path");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("the name holds a control character");
    }
    if (size <= 0) {
      return Optional.of("the file is empty");
    }
    if (isTooLarge(size)) {
      return Optional.of("the file is larger than " + maxFile);
    }
    return Optional.empty();
  }
}
