package io.hypnos.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerStorageTest {
  @TempDir Path directory;
  private Path identity;

  @BeforeEach
  void format() {
    identity = directory.resolve("meta.properties");
    new BrokerStorage(directory).formatIfNew();
  }

  @Test
  void aNewDirectoryIsFormatted() {
    assertThat(identity).content().contains("node.id=1");
  }

  @Test
  void aFormattedDirectoryKeepsItsIdentity() {
    String before = contentOf(identity);

    new BrokerStorage(directory).formatIfNew();

    assertThat(identity).hasContent(before);
  }

  @Test
  void aFormatThatWasCutShortIsDoneAgain() throws IOException {
    Files.delete(identity);

    new BrokerStorage(directory).formatIfNew();

    assertThat(identity).exists();
  }

  private static String contentOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
