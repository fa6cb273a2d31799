package io.hypnos.local.stack.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartLogTest {
  @TempDir Path directory;

  @Test
  void linesAreAppendedAcrossStarts() throws IOException {
    Path file = directory.resolve("part.log");
    for (String line : new String[] {"one", "two"}) {
      PartLog log = new PartLog(file);
      log.write(line);
      log.close();
    }

    assertThat(file).hasContent("one\ntwo\n");
  }

  @Test
  void aLargeLogIsMovedAsideAndThreeAreKept() throws IOException {
    Path file = directory.resolve("part.log");
    PartLog log = new PartLog(file, 4);
    for (int number = 1; number <= 6; number++) {
      log.write("line " + number);
    }
    log.close();

    assertThat(file).hasContent("line 6\n");
    assertThat(directory.resolve("part.log.1")).hasContent("line 5\n");
    assertThat(directory.resolve("part.log.3")).hasContent("line 3\n");
    assertThat(directory.resolve("part.log.4")).doesNotExist();
  }

  @Test
  void theTailIsTheLastLines() throws IOException {
    Path file = directory.resolve("part.log");
    PartLog log = new PartLog(file);
    for (int number = 1; number <= 20; number++) {
      log.write("line " + number);
    }
    log.close();

    assertThat(PartLog.tail(file, 2)).containsExactly("line 19", "line 20");
    assertThat(PartLog.tail(directory.resolve("none.log"), 2)).isEmpty();
  }
}
