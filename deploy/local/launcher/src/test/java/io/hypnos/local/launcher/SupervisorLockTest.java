package io.hypnos.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.local.stack.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorLockTest {
  @TempDir Path directory;

  @Test
  void theFileNamesTheHolder() throws IOException {
    DataDirectory data = new DataDirectory(directory);
    SupervisorLock lock = SupervisorLock.take(data);
    try {
      lock.sign();

      assertThat(Files.readString(data.supervisorPid()).trim())
          .isEqualTo(String.valueOf(ProcessHandle.current().pid()));
    } finally {
      lock.close();
    }
  }

  @Test
  void aReleasedLockCanBeTakenAgain() throws IOException {
    DataDirectory data = new DataDirectory(directory);
    SupervisorLock.take(data).close();

    assertThat(SupervisorLock.tryTake(data)).isPresent();
  }

  @Test
  void aProcessThatIsNoSupervisorIsNoHolder() throws IOException {
    DataDirectory data = new DataDirectory(directory);
    Files.createDirectories(data.run());
    Files.writeString(data.supervisorPid(), ProcessHandle.current().pid() + "\n");

    assertThat(SupervisorLock.holder(data)).isEmpty();
  }
}
