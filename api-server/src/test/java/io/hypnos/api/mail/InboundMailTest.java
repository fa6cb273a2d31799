package io.hypnos.api.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A mail without an id is known by its bytes when it comes again. */
final class InboundMailTest {
  private static final String PARTS =
      """
      {"to": "t@drop.localhost", "from": "anna@example.org", "subject": "Ferry",
       "text": "%s",
       "attachments": [{"filename": "a.csv", "content_type": "text/csv", "content_base64": "YSxi"}]}
      """;

  @Test
  void theSamePartsAlwaysGiveTheSameBytes() {
    assertThat(put(PARTS.formatted("At nine."))).isEqualTo(put(PARTS.formatted("At nine.")));
  }

  @Test
  void aMailWithoutADateIsGivenNone() {
    assertThat(put(PARTS.formatted("At nine."))).doesNotContain("Date:");
  }

  @Test
  void otherPartsGiveOthers() {
    assertThat(put(PARTS.formatted("At nine."))).isNotEqualTo(put(PARTS.formatted("At ten.")));
  }

  private static String put(String json) {
    InboundMail mail =
        InboundMail.of("application/json", json.getBytes(UTF_8), JsonMapper.shared());
    return new String(mail.bytes(), UTF_8);
  }
}
