package io.hypnos.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void helpShowsEveryCommand() throws Exception {
    assertThat(run("help")).isZero();

    assertThat(text(out)).contains("up", "down", "status", "logs", "reset --yes");
  }

  @Test
  void aMisuseIsOneSentence() throws Exception {
    assertThat(run("dance")).isEqualTo(Main.MISUSED);

    assertThat(text(err).lines())
        .containsExactly("There is no command 'dance'; './hypnos help' shows those there are.");
  }

  @Test
  void resetWithoutConsentIsOneSentence() throws Exception {
    assertThat(run("reset")).isEqualTo(Main.FAILED);

    assertThat(text(err).lines()).singleElement().asString().contains("reset --yes");
  }

  private int run(String... arguments) throws Exception {
    return Main.run(
        List.of(arguments), new Terminal(new PrintStream(out, true), new PrintStream(err, true)));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
