package io.hypnos.connectors.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a provider answered. */
final class ReplyTest {
  private static Reply reply(String body) {
    return new Reply(200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anAnswerIsParsedOnceHoweverManyLookAtIt() {
    Reply reply = reply("{\"ok\":true}");

    assertThat(reply.json().path("ok").asBoolean()).isTrue();
    assertThat(reply.json()).isSameAs(reply.json());
  }

  @Test
  void whatIsNoJsonIsMissing() {
    assertThat(reply("<html>").json().isMissingNode()).isTrue();
    assertThat(reply("").json().isMissingNode()).isTrue();
  }
}
