package io.hypnos.local.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  private static final List<String> SHOW_SOURCES = List.of("-Xmx32m", "-Xlog:class+load:stdout");
  private static final String MAPPED =
      SamplePart.class.getName() + " source: shared objects file (top)";

  @TempDir Path directory;
  private Path runtime;

  @BeforeEach
  void stage() throws IOException {
    runtime = directory.resolve("runtime");
    jar(Files.createDirectories(runtime.resolve("lib")).resolve("part.jar"));
  }

  @Test
  void theFirstStartWritesAnArchiveAndTheNextOneUsesIt() throws IOException {
    assertThat(outputOfAStart()).doesNotContain(MAPPED);
    assertThat(archives()).hasSize(1);

    assertThat(outputOfAStart()).contains(MAPPED);
    assertThat(archives()).hasSize(1);
  }

  @Test
  void anArchiveOfOtherJarsIsReplaced() throws IOException {
    outputOfAStart();
    List<Path> before = archives();
    Path jar = runtime.resolve("lib/part.jar");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));

    assertThat(outputOfAStart()).doesNotContain(MAPPED);
    assertThat(archives()).hasSize(1).doesNotContainAnyElementsOf(before);
  }

  @Test
  void whatAStartThatWasCutShortHasLeftIsRemoved() throws IOException {
    Path half = Files.createDirectories(runtime.resolve("archive")).resolve("1.jsa.77.temp");
    Files.setLastModifiedTime(Files.writeString(half, "half"), FileTime.fromMillis(0));

    outputOfAStart();

    assertThat(archives()).hasSize(1).doesNotContain(half);
  }

  @Test
  void anArchiveThatDoesNotFitIsLeftAsideWithoutAWord() throws IOException {
    outputOfAStart();
    Files.write(archives().get(0), new byte[] {1, 2, 3});

    String output = outputOfAStart(List.of("-Xmx32m"));

    assertThat(output.strip()).isEqualTo(ReadySignal.LINE);
  }

  @Test
  void whereNothingCanBeWrittenNothingIsAskedFor() {
    Path nowhere = directory.resolve("no/such/folder/archive");

    assertThat(ClassArchive.of(runtime, nowhere).flags()).isEmpty();
  }

  private String outputOfAStart() {
    return outputOfAStart(SHOW_SOURCES);
  }

  private String outputOfAStart(List<String> flags) {
    try (PartProcess part =
        PartProcess.start(
            runtime,
            flags,
            List.of(SamplePart.class.getName(), "serve", directory.resolve("trace").toString()),
            directory.resolve("none.yml"),
            directory.resolve("output"))) {
      part.awaitReady();
      assertThat(part.stop()).isZero();
      return part.output();
    }
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(runtime.resolve("archive"))) {
      return files.toList();
    }
  }

  /** The classes of this module, as a build would pack them. */
  private static void jar(Path file) throws IOException {
    try (OutputStream output = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(output)) {
      for (String folder : List.of("target/classes", "target/test-classes")) {
        for (Path found : classes(Path.of(folder))) {
          jar.putNextEntry(new JarEntry(Path.of(folder).relativize(found).toString()));
          Files.copy(found, jar);
          jar.closeEntry();
        }
      }
    }
  }

  private static List<Path> classes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return new ArrayList<>(files.filter(file -> file.toString().endsWith(".class")).toList());
    }
  }
}
