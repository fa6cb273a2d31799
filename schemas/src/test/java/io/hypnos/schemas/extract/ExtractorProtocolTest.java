package io.hypnos.schemas.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.ExtractorProtocol.Request;
import io.hypnos.schemas.message.MalformedMessageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExtractorProtocolTest {
  private static final Request REQUEST = new Request("grüße.txt", "text/plain", 70_000);
  private static final byte[] CONTENT = new byte[70_000];

  @Test
  void requestsSurviveTheRoundTripOneAfterTheOther() throws Exception {
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    ExtractorProtocol.writeRequest(pipe, REQUEST, CONTENT);
    ExtractorProtocol.writeRequest(pipe, REQUEST, new byte[0]);
    ByteArrayInputStream input = new ByteArrayInputStream(pipe.toByteArray());

    for (int length : new int[] {CONTENT.length, 0}) {
      assertThat(ExtractorProtocol.readRequest(input)).contains(REQUEST);
      assertThat(ExtractorProtocol.readContentLength(input)).isEqualTo(length);
      assertThat(input.readNBytes(length)).hasSize(length);
    }
    assertThat(ExtractorProtocol.readRequest(input)).isEmpty();
  }

  @Test
  void responseSurvivesTheRoundTrip() throws Exception {
    ExtractedDocument document =
        new ExtractedDocument(
            Status.OK,
            Optional.of("Grüße"),
            "application/pdf",
            List.of(new Block(Block.Kind.TABLE_ROW, 3, "a | ü")),
            Optional.empty());
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();

    ExtractorProtocol.writeResponse(pipe, document);

    ByteArrayInputStream input = new ByteArrayInputStream(pipe.toByteArray());
    assertThat(ExtractorProtocol.readResponse(input, 1000)).isEqualTo(document);
  }

  @Test
  void readinessIsTold() throws Exception {
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();

    ExtractorProtocol.writeReady(pipe);

    ExtractorProtocol.awaitReady(new ByteArrayInputStream(pipe.toByteArray()));
    assertThatThrownBy(
            () -> ExtractorProtocol.awaitReady(new ByteArrayInputStream("Usage".getBytes(UTF_8))))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void whatIsNoFrameIsRefused() {
    byte[] text = "Terminating due to java.lang.OutOfMemoryError".getBytes(UTF_8);
    byte[] cutShort = {0, 0, 1, 0, (byte) 0x7b};

    assertThatThrownBy(() -> ExtractorProtocol.readResponse(new ByteArrayInputStream(text), 1000))
        .isInstanceOf(MalformedMessageException.class);
    assertThatThrownBy(() -> ExtractorProtocol.readRequest(new ByteArrayInputStream(text)))
        .isInstanceOf(MalformedMessageException.class);
    assertThatThrownBy(() -> ExtractorProtocol.readRequest(new ByteArrayInputStream(cutShort)))
        .isInstanceOf(EOFException.class);
  }
}
