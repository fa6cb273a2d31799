package io.hypnos.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.settings.DataSize;
import org.junit.jupiter.api.Test;

final class FileRulesTest {
  private final FileRules rules = new FileRules(new DataSize(10));

  @Test
  void ordinaryFilesAreTaken() {
    assertThat(rules.refuse(file("notes (final) \u00fc.pdf", 10))).isEmpty();
  }

  @Test
  void pathsEmptyAndOversizeFilesAreRefusedWithAReason() {
    assertThat(rules.refuse(file("../etc/passwd", 1))).contains("the name must not be a path");
    assertThat(rules.refuse(file("c:\\a.txt", 1))).contains("the name must not be a path");
    assertThat(rules.refuse(file("..", 1))).contains("the name must not be a path");
    assertThat(rules.refuse(file("a\nb", 1))).contains("the name holds a control character");
    assertThat(rules.refuse(file(" ", 1))).contains("the file has no name");
    assertThat(rules.refuse(file("a", 0))).contains("the file is empty");
    assertThat(rules.refuse(file("a", 11))).contains("the file is larger than 10B");
    assertThat(rules.refuse(file("a".repeat(256), 1))).isPresent();
  }

  private static UploadedFile file(String name, int size) {
    return new UploadedFile(name, "text/plain", size, new byte[size]);
  }
}
