package io.hypnos.local.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCheckTest {
  private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

  @TempDir Path directory;

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatExceptionOfType(StartException.class)
          .isThrownBy(() -> StartCheck.portIsFree("The part", HOST, port))
          .withMessageContaining("The part cannot listen on %s:%d".formatted(HOST, port));
    }
  }

  @Test
  void aFreePortPasses() {
    assertThatCode(() -> StartCheck.portIsFree("The part", HOST, FreePort.pick()))
        .doesNotThrowAnyException();
  }

  @Test
  void aMissingDirectoryIsCreatedAndLeftEmpty() {
    Path missing = directory.resolve("a/b");

    StartCheck.directoryIsWritable("The part", missing);

    assertThat(missing).isEmptyDirectory();
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> StartCheck.directoryIsWritable("The part", file))
        .withMessageContaining(file.toString());
  }
}
