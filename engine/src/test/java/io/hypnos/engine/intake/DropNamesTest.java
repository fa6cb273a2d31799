package io.hypnos.engine.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Files of one name in one drop. */
final class DropNamesTest {
  private final DropNames names = new DropNames();

  @Test
  void anotherFileOfTheSameNameIsRefusedAndOthersAreNot() {
    assertThat(names.refuse(file("a.txt", "One."))).isEmpty();
    assertThat(names.refuse(file("a.txt", "Two.")))
        .contains("another file of this drop has this name");
    assertThat(names.refuse(file("A.txt", "Two."))).isEmpty();
    assertThat(names.refuse(file("b.txt", "One."))).isEmpty();
  }

  @Test
  void theSameBytesOnceMoreAreTheSameFile() {
    assertThat(names.refuse(file("a.txt", "One."))).isEmpty();
    assertThat(names.refuse(file("a.txt", "One."))).isEmpty();
  }

  @Test
  void aNameIsTheSameHoweverItsAccentsAreSpelled() {
    assertThat(names.refuse(file("f\u00fc\u00dfe.txt", "One."))).isEmpty();
    assertThat(names.refuse(file("fu\u0308\u00dfe.txt", "Two."))).isPresent();
  }

  private static UploadedFile file(String name, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new UploadedFile(name, "text/plain", bytes.length, bytes);
  }
}
