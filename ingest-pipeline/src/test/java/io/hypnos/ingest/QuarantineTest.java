package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.schemas.message.MessageCodec;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class QuarantineTest {
  private final Quarantine quarantine = new Quarantine(Samples.origin(7), "key".getBytes(UTF_8));

  @Test
  void aMessageIsKeptAsItIs() {
    QuarantineEntry entry = entry("{\"half\":".getBytes(UTF_8));

    assertThat(entry.message().original()).isEqualTo("{\"half\":");
    assertThat(entry.message().reason()).isEqualTo("why");
    assertThat(entry.key()).isEqualTo("key".getBytes(UTF_8));
  }

  @Test
  void aReplayMakesTheSameEntry() {
    assertThat(entry("a".getBytes(UTF_8)).message().id())
        .isEqualTo(entry("a".getBytes(UTF_8)).message().id())
        .isNotEqualTo(
            new Quarantine(Samples.origin(8), new byte[0])
                .of("a".getBytes(UTF_8), Stage.READ, "why", 1, Samples.ACCEPTED)
                .message()
                .id());
  }

  @Test
  void whateverTheBytesAreTheEntryFitsIntoItsTopic() {
    byte[] zeros = new byte[1024 * 1024];
    byte[] noise = new byte[1024 * 1024];
    new Random(7).nextBytes(noise);
    byte[] pairs = "\uD83D\uDE00".repeat(300_000).getBytes(UTF_8);

    for (byte[] original : new byte[][] {zeros, noise, pairs}) {
      QuarantineEntry entry = entry(original);

      assertThat(MessageCodec.encode(entry.message()).length)
          .isBetween(Quarantine.MOST_BYTES / 4, Quarantine.MOST_BYTES);
      assertThat(entry.message().reason()).endsWith("(the original is cut)");
    }
  }

  private QuarantineEntry entry(byte[] original) {
    return quarantine.of(original, Stage.READ, "why", 1, Samples.ACCEPTED);
  }
}
