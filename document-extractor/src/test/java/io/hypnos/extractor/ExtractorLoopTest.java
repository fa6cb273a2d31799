package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.ExtractorProtocol;
import io.hypnos.schemas.extract.ExtractorProtocol.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ExtractorLoopTest {
  private static final Request REQUEST = new Request("a.txt", "text/plain", 1000);

  private final ExtractorLoop loop = new ExtractorLoop(new DocumentParser());
  private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
  private final ByteArrayOutputStream responses = new ByteArrayOutputStream();

  @Test
  void everyRequestIsAnsweredInOrder() throws Exception {
    byte[] large = new byte[17 * 1024 * 1024];
    Arrays.fill(large, (byte) 'x');
    ExtractorProtocol.writeRequest(requests, REQUEST, "hello".getBytes(UTF_8));
    ExtractorProtocol.writeRequest(requests, REQUEST, large);
    ExtractorProtocol.writeRequest(requests, REQUEST, new byte[0]);

    loop.run(new ByteArrayInputStream(requests.toByteArray()), responses);

    ByteArrayInputStream answers = new ByteArrayInputStream(responses.toByteArray());
    for (Status status : new Status[] {Status.OK, Status.CUT, Status.EMPTY}) {
      assertThat(ExtractorProtocol.readResponse(answers, 100_000).status()).isEqualTo(status);
    }
    assertThat(answers.available()).isZero();
  }

  @Test
  void brokenRequestEndsTheLoop() throws Exception {
    ExtractorProtocol.writeRequest(requests, REQUEST, "hello".getBytes(UTF_8));
    byte[] whole = requests.toByteArray();
    byte[] broken = Arrays.copyOf(whole, whole.length - 1);

    assertThatThrownBy(() -> loop.run(new ByteArrayInputStream(broken), responses))
        .isInstanceOf(EOFException.class);
  }
}
