package io.hypnos.local.stack.postgres;

import io.hypnos.local.stack.DirectoryTree;
import io.hypnos.local.stack.StackException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the server's binaries, which lie on the class path as an archive for this machine. */
final class PostgresBinaries {
  private PostgresBinaries() {}

  static String version() {
    Properties properties = new Properties();
    try (InputStream resource = PostgresBinaries.class.getResourceAsStream("binaries.properties")) {
      properties.load(resource);
    } catch (IOException e) {
      throw new StackException("Cannot read which PostgreSQL this is.", e);
    }
    return properties.getProperty("version");
  }

  /** The home of the binaries below a directory; a half-unpacked one is started over. */
  static Path unpackInto(Path directory) throws IOException {
    Path home = directory.resolve("bin-" + version());
    if (Files.isDirectory(home)) {
      return home;
    }
    Path draft = directory.resolve(home.getFileName() + ".draft");
    DirectoryTree.delete(draft);
    Files.createDirectories(draft);
    String archive = archive();
    try (InputStream resource = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
      if (resource == null) {
        throw new StackException(
            "There are no PostgreSQL binaries for this machine (%s).".formatted(archive));
      }
      extract(
          new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(resource))), draft);
    }
    return Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String archive() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    return "postgres-%s-%s.txz"
        .formatted(system.startsWith("mac") ? "darwin" : "linux", arm ? "arm_64" : "x86_64");
  }

  private static void extract(TarArchiveInputStream archive, Path target) throws IOException {
    TarArchiveEntry entry = archive.getNextEntry();
    while (entry != null) {
      Path path = target.resolve(entry.getName()).normalize();
      if (!path.startsWith(target)) {
        throw new StackException("The archive of PostgreSQL names a path outside: " + entry);
      }
      place(archive, entry, path, target);
      entry = archive.getNextEntry();
    }
  }

  private static void place(
      TarArchiveInputStream archive, TarArchiveEntry entry, Path path, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(path, target.resolve(entry.getLinkName()));
    } else {
      Files.copy(archive, path);
      boolean executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }
}
