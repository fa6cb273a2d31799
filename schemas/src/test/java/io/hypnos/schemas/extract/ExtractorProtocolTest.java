package io.hypnos.schemas.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Part;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.ExtractorProtocol.ContentUnavailableException;
import io.hypnos.schemas.extract.ExtractorProtocol.Request;
import io.hypnos.schemas.extract.ExtractorProtocol.Response;
import io.hypnos.schemas.message.MalformedMessageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExtractorProtocolTest {
  private static final Request REQUEST =
      new Request(
          "grüße.txt", "text/plain", new ExtractionLimits(70_000, 10, 20, 3, 1_000_000, 50, 100));
  private static final byte[] CONTENT = new byte[70_000];

  @Test
  void requestsSurviveTheRoundTripOneAfterTheOther() throws Exception {
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    ExtractorProtocol.writeRequest(
        pipe, REQUEST, CONTENT.length, new ByteArrayInputStream(CONTENT));
    ExtractorProtocol.writeRequest(pipe, REQUEST, 0, new ByteArrayInputStream(CONTENT));
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
                List.of(
                    new Block(Block.Kind.TABLE_ROW, 3, "a | ü"),
                    new Block(Block.Kind.HEADING, 3, 2, "b")),
                Optional.empty())
            .withProperties(Map.of(DocumentProperty.PAGES, "3"))
            .withParts(
                List.of(
                    new Part(
                        "a.png",
                        -1,
                        4,
                        ExtractedDocument.refused(
                            Status.MEDIA, Refusal.UNSUPPORTED, "image/png", "A picture."))));
    byte[] picture = {1, 2, 3, 4};
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();

    ExtractorProtocol.writeResponse(pipe, new Response(document, Map.of(0, picture)));

    ByteArrayInputStream input = new ByteArrayInputStream(pipe.toByteArray());
    Response response = ExtractorProtocol.readResponse(input, 1000, 4);
    assertThat(response.document()).isEqualTo(document);
    assertThat(response.media().get(0)).isEqualTo(picture);
    assertThatThrownBy(
            () ->
                ExtractorProtocol.readResponse(
                    new ByteArrayInputStream(pipe.toByteArray()), 1000, 3))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void contentThatEndsEarlyIsToldApartFromAReaderThatDoes() {
    assertThatThrownBy(
            () ->
                ExtractorProtocol.writeRequest(
                    new ByteArrayOutputStream(),
                    REQUEST,
                    CONTENT.length + 1L,
                    new ByteArrayInputStream(CONTENT)))
        .isInstanceOf(ContentUnavailableException.class);
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

    assertThatThrownBy(
            () -> ExtractorProtocol.readResponse(new ByteArrayInputStream(text), 1000, 0))
        .isInstanceOf(MalformedMessageException.class);
    assertThatThrownBy(() -> ExtractorProtocol.readRequest(new ByteArrayInputStream(text)))
        .isInstanceOf(MalformedMessageException.class);
    assertThatThrownBy(() -> ExtractorProtocol.readRequest(new ByteArrayInputStream(cutShort)))
        .isInstanceOf(EOFException.class);
  }
}
