package io.hypnos.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
  @TempDir Path directory;

  private final List<String> shown = new ArrayList<>();
  private Path file;
  private LogFollower follower;

  @BeforeEach
  void create() throws IOException {
    file = Files.writeString(directory.resolve("part.log"), "one\ntwo\nthree\n");
    follower = new LogFollower(file, shown::add);
  }

  @Test
  void theTailIsShownOnce() throws IOException {
    follower.showTail(2);
    follower.showNew();

    assertThat(shown).containsExactly("two", "three");
  }

  @Test
  void aLineIsShownOnceItIsWhole() throws IOException {
    follower.showTail(0);

    append("fo");
    follower.showNew();
    assertThat(shown).isEmpty();

    append("ur – ü\nfive\n");
    follower.showNew();
    assertThat(shown).containsExactly("four – ü", "five");
  }

  @Test
  void aNewFileIsReadFromItsBeginning() throws IOException {
    follower.showTail(0);

    Files.writeString(file, "new\n");
    follower.showNew();

    assertThat(shown).containsExactly("new");
  }

  @Test
  void aMissingFileIsAwaited() throws IOException {
    LogFollower early = new LogFollower(directory.resolve("later.log"), shown::add);
    early.showTail(5);
    early.showNew();

    assertThat(shown).isEmpty();
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }
}
