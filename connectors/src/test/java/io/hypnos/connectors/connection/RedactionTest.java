package io.hypnos.connectors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.settings.OAuthAppSettings;
import io.hypnos.settings.OAuthSettings;
import io.hypnos.settings.Secret;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever a provider repeats, no message shows a credential. */
final class RedactionTest {
  private static final OAuthAppSettings NONE =
      new OAuthAppSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  private static final OAuthSettings NO_APPS =
      new OAuthSettings("/dashboard", false, NONE, NONE, NONE, NONE);

  private static String redacted(Map<String, String> credentials, String text) {
    return new Redaction(credentials, NO_APPS).of(text);
  }

  @Test
  void aSecretThatWasCutInTheMiddleIsTakenOutToo() {
    Map<String, String> credentials = Map.of("token", "xoxb-1234567890-abcdefghij");

    assertThat(redacted(credentials, "the provider answered 400 no token xoxb-1234567890-ab"))
        .isEqualTo("the provider answered 400 no token ****");
    assertThat(redacted(credentials, "xoxb-1234567890-abcdefghij, and xoxb-123… twice"))
        .isEqualTo("****, and ****… twice");
  }

  @Test
  void aSecretThatLostItsSignsIsTakenOutToo() {
    Map<String, String> credentials = Map.of("token", "ab/cd+ef=gh/ijklm");

    assertThat(redacted(credentials, "the provider answered 400 abcdefghijklm"))
        .isEqualTo("the provider answered 400 ****");
  }

  @Test
  void theHeaderThatIsMadeOfANameAndATokenIsOne() {
    Map<String, String> credentials = Map.of("email", "jo@example.com", "api_token", "token-12345");

    assertThat(redacted(credentials, "what is Basic am9AZXhhbXBsZS5jb206dG9rZW4tMTIzNDU= for"))
        .isEqualTo("what is Basic **** for");
  }

  @Test
  void theSecretOfAnAppIsOne() {
    OAuthAppSettings app =
        new OAuthAppSettings(
            Optional.of("app-1"),
            Optional.of(Secret.of("client-secret-1")),
            Optional.empty(),
            Optional.empty());
    OAuthSettings apps = new OAuthSettings("/dashboard", false, app, NONE, NONE, NONE);

    assertThat(
            new Redaction(Map.of(), apps)
                .of("client-secret-1 or YXBwLTE6Y2xpZW50LXNlY3JldC0x is wrong"))
        .isEqualTo("**** or **** is wrong");
  }

  @Test
  void thePasswordOfAnAddressIsOneAndOrdinaryWordsStay() {
    Map<String, String> credentials =
        Map.of(
            "dsn", "postgresql://reader:pass-word-1@db.example.com:5432/crm",
            "expires_at", "2026-03-01T12:00:00Z",
            "account", "workspace-1");

    assertThat(redacted(credentials, "postgresql says on 2026-03-01 to workspace-1: pass-word-1?"))
        .isEqualTo("postgresql says on 2026-03-01 to workspace-1: ****?");
  }
}
