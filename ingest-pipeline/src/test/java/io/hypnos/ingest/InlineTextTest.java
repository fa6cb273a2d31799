package io.hypnos.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import org.junit.jupiter.api.Test;

final class InlineTextTest {
  @Test
  void paragraphsAreParted() {
    ExtractedDocument document =
        InlineText.asDocument("one\nstill one\r\n\r\n \ttwo\n \n\n three ");

    assertThat(document.status()).isEqualTo(Status.OK);
    assertThat(document.blocks())
        .extracting(Block::text)
        .containsExactly("one\nstill one", "two", "three");
  }

  @Test
  void textOfSpacesIsEmpty() {
    assertThat(InlineText.asDocument(" \n\n\t ").status()).isEqualTo(Status.EMPTY);
    assertThat(InlineText.asDocument("").status()).isEqualTo(Status.EMPTY);
  }
}
