package io.hypnos.local.part;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The classes of a part's start, parsed and linked, in a file that its JVM maps. A part that finds
 * none writes it beside its jars once it is ready; later starts take about half the work.
 *
 * <p>An archive fits one JDK and one set of jars, and its name says which. The JVM checks both
 * again: what does not fit is ignored, never wrong.
 */
public final class ClassArchive {
  /** System property of a part that is to write its archive: the file. */
  static final String WANTED = "hypnos.part.archive";

  static final String SUFFIX = ".jsa";

  private static final int FIRST_TO_RECORD = 17;
  private static final int FIRST_WITH_AOT_LOG = 24;

  private final Path folder;
  private final Path file;

  private ClassArchive(Path folder, Path file) {
    this.folder = folder;
    this.file = file;
  }

  /**
   * @param runtime the folder whose {@code lib} holds the jars
   */
  public static ClassArchive of(Path runtime) {
    return of(runtime, runtime.toAbsolutePath().normalize().resolve("archive"));
  }

  static ClassArchive of(Path runtime, Path folder) {
    return new ClassArchive(folder, folder.resolve(fingerprint(runtime.resolve("lib")) + SUFFIX));
  }

  /** What the JVM of the part has to be told. */
  public List<String> flags() {
    if (Files.isReadable(file)) {
      return List.of("-XX:SharedArchiveFile=" + file, quiet());
    }
    return canBeWritten()
        ? List.of("-XX:+RecordDynamicDumpInfo", "-D" + WANTED + "=" + file, quiet())
        : List.of();
  }

  /** An installation may belong to somebody else; it then runs without. */
  private boolean canBeWritten() {
    return Runtime.version().feature() >= FIRST_TO_RECORD
        && Files.isWritable(Files.isDirectory(folder) ? folder : folder.getParent());
  }

  /** A JVM that leaves an archive aside would say so among the part's own lines. */
  private static String quiet() {
    return Runtime.version().feature() >= FIRST_WITH_AOT_LOG
        ? "-Xlog:cds*=off,aot*=off"
        : "-Xlog:cds*=off";
  }

  private static String fingerprint(Path lib) {
    CRC32C sum = new CRC32C();
    add(sum, System.getProperty("java.home"));
    add(sum, System.getProperty("java.vm.version"));
    add(sum, lib.toAbsolutePath().normalize().toString());
    try (Stream<Path> jars = Files.list(lib)) {
      for (Path jar : jars.sorted().toList()) {
        add(sum, jar.getFileName().toString());
        sum.update(
            ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(Files.size(jar))
                .putLong(Files.getLastModifiedTime(jar).toMillis())
                .flip());
      }
    } catch (IOException e) {
      throw new StartException("Cannot read %s: %s.".formatted(lib, e), e);
    }
    return Long.toHexString(sum.getValue());
  }

  private static void add(CRC32C sum, String text) {
    sum.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
