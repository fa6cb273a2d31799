package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.ExtractionLimits;
import io.hypnos.schemas.extract.ExtractorProtocol;
import io.hypnos.schemas.extract.ExtractorProtocol.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ExtractorLoopTest {
  private static final Request REQUEST =
      new Request("a.txt", "text/plain", new ExtractionLimits(1000, 10, 10, 2, 1000, 10, 0));

  private final ExtractorLoop loop = new ExtractorLoop(new DocumentParser());
  private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
  private final ByteArrayOutputStream responses = new ByteArrayOutputStream();

  @Test
  void everyRequestIsAnsweredInOrder() throws Exception {
    byte[] large = new byte[17 * 1024 * 1024];
    Arrays.fill(large, (byte) 'x');
    send("hello".getBytes(UTF_8));
    send(large);
    send(new byte[0]);

    loop.run(new ByteArrayInputStream(requests.toByteArray()), responses);

    ByteArrayInputStream answers = new ByteArrayInputStream(responses.toByteArray());
    for (Status status : new Status[] {Status.OK, Status.CUT, Status.EMPTY}) {
      assertThat(ExtractorProtocol.readResponse(answers, 100_000, 0).document().status())
          .isEqualTo(status);
    }
    assertThat(answers.available()).isZero();
  }

  @Test
  void brokenRequestEndsTheLoop() throws Exception {
    send("hello".getBytes(UTF_8));
    byte[] whole = requests.toByteArray();
    byte[] broken = Arrays.copyOf(whole, whole.length - 1);

    assertThatThrownBy(() -> loop.run(new ByteArrayInputStream(broken), responses))
        .isInstanceOf(EOFException.class);
  }

  private void send(byte[] content) throws Exception {
    ExtractorProtocol.writeRequest(
        requests, REQUEST, content.length, new ByteArrayInputStream(content));
  }
}
