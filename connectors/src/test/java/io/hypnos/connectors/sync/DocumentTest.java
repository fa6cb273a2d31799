package io.hypnos.connectors.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DocumentTest {
  private static Document saying(String text, Optional<String> author, Map<String, Object> more) {
    return new Document(
        "title", text, Optional.empty(), author, Optional.empty(), Optional.empty(), more);
  }

  @Test
  void aTextIsCutByItsBytesAndNeverWithinACharacter() {
    Document document = saying("a" + "\u6f22".repeat(700_000), Optional.empty(), Map.of());

    assertThat(document.text()).isEqualTo("a" + "\u6f22".repeat(333_333));
    assertThat(document.text().getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(1_000_000);
    assertThat(document.metadata()).containsEntry("truncated", true);
  }

  @Test
  void whatTheRecordCannotKeepIsTakenOutEverywhere() {
    Document document =
        saying("te\0xt", Optional.of("An\0na"), Map.of("labels", List.of("o\0ne", 2), "n", 1));

    assertThat(document.text()).isEqualTo("text");
    assertThat(document.author()).contains("Anna");
    assertThat(document.metadata()).isEqualTo(Map.of("labels", List.of("one", 2), "n", 1));
  }
}
