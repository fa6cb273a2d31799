package io.hypnos.local.stack.postgres;

import io.hypnos.local.stack.DirectoryTree;
import io.hypnos.local.stack.OutsideCommand;
import io.hypnos.local.stack.StackException;
import io.hypnos.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The database cluster on disk. Created beside its place and moved there once it is whole. */
final class PostgresCluster {
  private final Path directory;
  private final PostgresIdentity identity;

  /**
   * @param directory everything of PostgreSQL
   */
  PostgresCluster(Path directory, PostgresIdentity identity) {
    this.directory = directory;
    this.identity = identity;
  }

  Path data() {
    return directory.resolve("data");
  }

  void createIfMissing(Path binaries, Secret superuserPassword) throws IOException {
    if (Files.exists(data().resolve("PG_VERSION"))) {
      identity.own(data());
      checkVersion();
      return;
    }
    Path workshop = directory.resolve("initdb");
    DirectoryTree.delete(workshop);
    Files.createDirectories(workshop);
    try {
      Path password = privateFile(workshop.resolve("password"));
      Files.writeString(password, superuserPassword.reveal());
      identity.own(workshop);
      identity.own(password);
      initialise(binaries, workshop.resolve("data"), password);
      Files.move(workshop.resolve("data"), data(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      DirectoryTree.delete(workshop);
    }
  }

  private static Path privateFile(Path file) throws IOException {
    return Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private void initialise(Path binaries, Path target, Path password) {
    List<String> command =
        identity.command(
            List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + target,
                "--username=" + PostgresServer.SUPERUSER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums"));
    OutsideCommand.Result result =
        OutsideCommand.run(command)
            .orElseThrow(() -> new StackException("Cannot run " + command.get(0) + "."));
    if (result.exitCode() != 0) {
      throw new StackException("initdb failed: " + result.output().strip());
    }
  }

  private void checkVersion() throws IOException {
    String major = Files.readString(data().resolve("PG_VERSION")).trim();
    String wanted = PostgresBinaries.version().split("\\.", 2)[0];
    if (!major.equals(wanted)) {
      throw new StackException(
          "%s was made by PostgreSQL %s and this is PostgreSQL %s."
              .formatted(data(), major, wanted));
    }
  }
}
