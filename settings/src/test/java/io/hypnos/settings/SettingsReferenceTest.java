package io.hypnos.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SettingsReferenceTest {
  private static final Path PAGE =
      Path.of(System.getProperty("hypnos.root")).resolve("docs/settings.md");

  /** Run with {@code -Dhypnos.docs.update=true} to write the page anew. */
  @Test
  void pageIsFresh() throws IOException {
    if (Boolean.getBoolean("hypnos.docs.update")) {
      Files.writeString(PAGE, SettingsReference.markdown());
    }
    assertThat(PAGE).hasContent(SettingsReference.markdown());
  }
}
