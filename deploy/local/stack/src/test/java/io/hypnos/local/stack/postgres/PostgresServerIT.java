package io.hypnos.local.stack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hypnos.local.stack.DirectoryTree;
import io.hypnos.local.stack.FreePorts;
import io.hypnos.local.stack.Installation;
import io.hypnos.local.stack.LocalProfile;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.StackException;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {
  @TempDir static Path shared;
  @TempDir Path directory;

  private final PostgresIdentity identity = PostgresIdentity.detect();
  private LocalProfile profile;

  @BeforeEach
  void resolve() throws IOException {
    profile =
        LocalProfile.resolve(
            Settings.of(
                Map.of("data", "data", "database.port", String.valueOf(FreePorts.take())),
                Map.of()),
            Installation.find(),
            directory);
    Path binaries = PostgresBinaries.unpackInto(shared);
    Files.createDirectories(profile.data().of(Part.POSTGRES));
    Files.createSymbolicLink(binaries(), binaries);
  }

  @AfterEach
  void unlinkBinaries() throws IOException {
    Files.deleteIfExists(binaries());
  }

  @Test
  void theEndOfTheSupervisorIsAnOrderlyStop() throws Exception {
    try (ServerProcess server = ServerProcess.start(profile, identity)) {
      server.closeThePipe();

      assertThat(server.awaitEnd()).isZero();
      assertThat(cluster().resolve("postmaster.pid")).doesNotExist();
    }
  }

  @Test
  void acknowledgedRowsSurviveTheDeathOfTheServer() throws Exception {
    try (ServerProcess server = ServerProcess.start(profile, identity)) {
      server.remember("before the kill");
      server.kill();
    }

    try (ServerProcess server = ServerProcess.start(profile, identity)) {
      assertThat(server.remembers("before the kill")).isTrue();
    }
  }

  @Test
  void aServerThatAnEarlierRunLeftIsStoppedFirst() throws Exception {
    try (ServerProcess leftover = ServerProcess.start(profile, identity)) {
      leftover.remember("before the restart");

      try (ServerProcess server = ServerProcess.start(profile, identity)) {
        assertThat(leftover.isAlive()).isFalse();
        assertThat(leftover.awaitEnd()).isZero();
        assertThat(server.remembers("before the restart")).isTrue();
      }
    }
  }

  @Test
  void aStrangerWithTheProcessIdOfADeadServerIsLeftAlone() throws Exception {
    ServerProcess.start(profile, identity).kill();
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Path file = cluster().resolve("postmaster.pid");
      String content = Files.readString(file);
      Files.writeString(file, stranger.pid() + content.substring(content.indexOf('\n')));

      try (ServerProcess server = ServerProcess.start(profile, identity)) {
        assertThat(server.isAlive()).isTrue();
        assertThat(stranger.isAlive()).isTrue();
      }
    } finally {
      stranger.destroyForcibly().onExit().join();
    }
  }

  @Test
  void aFirstStartThatWasKilledHalfwayIsRepaired() throws Exception {
    Path postgres = profile.data().of(Part.POSTGRES);
    Files.delete(binaries());
    Path halfUnpacked = postgres.resolve("bin-" + PostgresBinaries.version() + ".draft/bin");
    Path halfCreated = postgres.resolve("initdb/data");
    Files.createDirectories(halfUnpacked);
    Files.createDirectories(halfCreated);
    Files.writeString(halfUnpacked.resolve("postgres"), "half");
    Files.writeString(halfCreated.resolve("PG_VERSION"), "18");

    try (ServerProcess server = ServerProcess.start(profile, identity)) {
      assertThat(server.isAlive()).isTrue();
    }
    assertThat(postgres.resolve("initdb")).doesNotExist();
    DirectoryTree.delete(binaries());
  }

  @Test
  void rootCanRunItAsAnUnprivilegedUserAndComeBack() throws Exception {
    assumeThat(Files.getAttribute(directory, "unix:uid")).isEqualTo(0);
    for (Path path : new Path[] {directory, shared}) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    try (ServerProcess server = ServerProcess.start(profile, PostgresIdentity.unprivileged())) {
      server.remember("as nobody");
      assertThat(Files.getAttribute(cluster(), "unix:uid", LinkOption.NOFOLLOW_LINKS))
          .isEqualTo(65_534);
    }
    try (ServerProcess server = ServerProcess.start(profile, identity)) {
      assertThat(server.remembers("as nobody")).isTrue();
    }
  }

  @Test
  void dataOfAnotherMajorVersionIsRefused() throws Exception {
    Files.createDirectories(cluster());
    Files.writeString(cluster().resolve("PG_VERSION"), "15\n");

    assertThatExceptionOfType(StackException.class)
        .isThrownBy(() -> new PostgresServer(profile, identity).prepare())
        .withMessageContaining("was made by PostgreSQL 15 and this is PostgreSQL 18.");
  }

  private Path binaries() {
    return profile.data().of(Part.POSTGRES).resolve("bin-" + PostgresBinaries.version());
  }

  private Path cluster() {
    return profile.data().of(Part.POSTGRES).resolve("data");
  }
}
