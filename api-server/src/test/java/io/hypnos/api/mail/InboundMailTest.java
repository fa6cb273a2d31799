package io.hypnos.api.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.api.web.FailedRequestException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-04T07:06:07+02:00",
        "2026-03-04T05:06:07",
        "Wed, 4 Mar 2026 07:06:07 +0200",
        "4 Mar 2026 05:06:07 GMT",
        "Wed, 04 Mar 2026 07:06:07 +0200 (EET)"
      })
  void aDateMayBeSpelledAsInJsonOrAsInAMail(String date) throws MessagingException {
    String json =
        PARTS.formatted("At nine.").replace("{\"to\"", "{\"date\": \"" + date + "\", \"to\"");

    MimeMessage mail = new MimeMessage(null, new ByteArrayInputStream(put(json).getBytes(UTF_8)));

    assertThat(mail.getSentDate()).isEqualTo(Instant.parse("2026-03-04T05:06:07Z"));
  }

  @Test
  void whatIsNoDateIsRefused() {
    String json = PARTS.formatted("At nine.").replace("{\"to\"", "{\"date\": \"soon\", \"to\"");

    assertThatThrownBy(() -> put(json)).isInstanceOf(FailedRequestException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "To: T <t@drop.localhost>",
        "To: x@example.org\r\nCc: y@example.org, t@drop.localhost",
        "To: undisclosed-recipients:;\r\nDelivered-To: t@drop.localhost",
        "To: <broken\r\nX-Original-To: t@drop.localhost",
        "Envelope-To: t@drop.localhost",
        "Delivered-To: x@example.org\r\nDelivered-To: t@drop.localhost"
      })
  void aRawMailIsForWhoeverItsHeadersName(String headers) {
    String raw = headers + "\r\nFrom: anna@example.org\r\n\r\nAt nine.\r\n";

    InboundMail mail = InboundMail.of("message/rfc822", raw.getBytes(UTF_8), JsonMapper.shared());

    assertThat(mail.recipients()).contains("t@drop.localhost");
  }

  private static String put(String json) {
    InboundMail mail =
        InboundMail.of("application/json", json.getBytes(UTF_8), JsonMapper.shared());
    return new String(mail.bytes(), UTF_8);
  }
}
