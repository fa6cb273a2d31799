package io.hypnos.connectors.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.kit.Bench.Hand;
import io.hypnos.connectors.kit.FakeServer;
import io.hypnos.connectors.kit.FakeServer.Answer;
import io.hypnos.connectors.kit.FakeServer.Call;
import io.hypnos.engine.outgoing.HostResolver;
import io.hypnos.engine.outgoing.OutgoingHttp;
import io.hypnos.settings.OutgoingSettings;
import io.hypnos.settings.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Asking for tokens as each provider wants it. */
final class TokenEndpointTest {
  private static final String SECRET = "client+secret/1";
  private static final String REDIRECT = "https://memory.example.org/callback";

  private final Hand clock = new Hand();
  private final FakeServer server = new FakeServer(call -> given());
  private final OutgoingHttp http =
      new OutgoingHttp(
          new OutgoingSettings(true, Duration.ofSeconds(5), Duration.ofSeconds(5)),
          HostResolver.SYSTEM);
  private final TokenEndpoint endpoint = new TokenEndpoint(http::send, clock);

  @AfterEach
  void close() throws IOException {
    server.close();
    http.close();
  }

  private static Answer given() {
    return Answer.ok(
        Map.of("access_token", "new-token", "refresh_token", "new-refresh", "expires_in", 3600));
  }

  private OAuthApp app(OAuthProvider provider) {
    return new OAuthApp(
        provider, "client-1", Secret.of(SECRET), "unused", server.url() + "/the/token");
  }

  private Call onlyCall() {
    assertThat(server.calls()).hasSize(1);
    return server.calls().get(0);
  }

  private ProviderFailure refused(OAuthProvider provider, Answer answer) {
    server.fail(answer);
    return catchThrowableOfType(
        ProviderFailure.class, () -> endpoint.refresh(app(provider), "old-refresh"));
  }

  @Test
  void googleGetsAFormWithTheVerifier() {
    Tokens tokens = endpoint.exchange(app(OAuthProvider.GDRIVE), "code 1", REDIRECT, "verifier-1");

    assertThat(onlyCall().form())
        .isEqualTo(
            Map.of(
                "grant_type", "authorization_code",
                "code", "code 1",
                "redirect_uri", REDIRECT,
                "code_verifier", "verifier-1",
                "client_id", "client-1",
                "client_secret", SECRET));
    assertThat(onlyCall().head()).doesNotContainKey("authorization");
    assertThat(tokens)
        .isEqualTo(
            new Tokens(
                "new-token",
                Optional.of("new-refresh"),
                Optional.of(clock.instant().plusSeconds(3600)),
                Optional.empty()));
  }

  @Test
  void slackGetsAFormWithoutOne() {
    endpoint.exchange(app(OAuthProvider.SLACK), "code-1", REDIRECT, "verifier-1");

    assertThat(onlyCall().path()).isEqualTo("/the/token");
    assertThat(onlyCall().form())
        .isEqualTo(
            Map.of(
                "grant_type", "authorization_code",
                "code", "code-1",
                "redirect_uri", REDIRECT,
                "client_id", "client-1",
                "client_secret", SECRET));
  }

  @Test
  void notionGetsJsonAndTheClientInAHeader() {
    endpoint.exchange(app(OAuthProvider.NOTION), "code-1", REDIRECT, "verifier-1");

    assertThat(onlyCall().json())
        .isEqualTo(
            JsonMapper.shared()
                .valueToTree(
                    Map.of(
                        "grant_type", "authorization_code",
                        "code", "code-1",
                        "redirect_uri", REDIRECT)));
    assertThat(onlyCall().head())
        .containsEntry("content-type", "application/json")
        .containsEntry("authorization", "Basic Y2xpZW50LTE6Y2xpZW50K3NlY3JldC8x");
  }

  @Test
  void anAnswerWithoutRefreshTokenAndEndKeepsTheOldTokenAndForgetsTheOldEnd() {
    server.fail(Answer.ok(Map.of("access_token", "next")));

    Tokens tokens = endpoint.refresh(app(OAuthProvider.GMAIL), "old-refresh");

    assertThat(onlyCall().form())
        .isEqualTo(
            Map.of(
                "grant_type", "refresh_token",
                "refresh_token", "old-refresh",
                "client_id", "client-1",
                "client_secret", SECRET));
    assertThat(
            tokens.over(
                Map.of("token", "t", "refresh_token", "old-refresh", "expires_at", "2026-01-01")))
        .isEqualTo(Map.of("token", "next", "refresh_token", "old-refresh"));
  }

  @Test
  void aNullRefreshTokenIsNone() {
    server.fail(new Answer(200, "{\"access_token\":\"next\",\"refresh_token\":null}", Map.of()));

    assertThat(endpoint.refresh(app(OAuthProvider.NOTION), "old").refresh()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GDRIVE, 400, invalid_grant, UNAUTHORIZED",
    "NOTION, 400, invalid_grant, UNAUTHORIZED",
    "SLACK, 200, invalid_refresh_token, UNAUTHORIZED",
    "SLACK, 200, token_revoked, UNAUTHORIZED",
    "SLACK, 200, bad_client_secret, CONFIGURATION",
    "SLACK, 200, ratelimited, RATE_LIMITED",
    "SLACK, 200, internal_error, UNAVAILABLE",
    "GMAIL, 401, invalid_client, CONFIGURATION",
    "GMAIL, 429, quota, RATE_LIMITED",
    "NOTION, 503, nothing, UNAVAILABLE",
    "NOTION, 408, nothing, UNAVAILABLE"
  })
  void whatIsRefusedIsToldApart(OAuthProvider provider, int status, String word, Kind kind) {
    ProviderFailure failure =
        refused(provider, Answer.of(status, Map.of("ok", false, "error", word)));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.getMessage())
        .isEqualTo(
            kind == Kind.UNAUTHORIZED
                ? "access was revoked"
                : "the provider answered " + status + " " + word);
  }

  @Test
  void theAccountThatIsNamedIsKeptWithTheTokens() {
    server.fail(Answer.ok(Map.of("access_token", "next", "team", Map.of("id", "T1"))));
    server.fail(Answer.ok(Map.of("access_token", "next", "workspace_id", "w1")));

    assertThat(endpoint.refresh(app(OAuthProvider.SLACK), "old").over(Map.of()))
        .isEqualTo(Map.of("token", "next", "account", "T1"));
    assertThat(endpoint.refresh(app(OAuthProvider.NOTION), "old").over(Map.of()))
        .isEqualTo(Map.of("token", "next", "account", "w1"));
  }

  @Test
  void whatWasSentIsNotRepeated() {
    String said = "x".repeat(60) + " " + SECRET + " old-refresh-token";
    server.fail(Answer.of(400, Map.of("error", said)));

    assertThatThrownBy(() -> endpoint.refresh(app(OAuthProvider.GMAIL), "old-refresh-token"))
        .hasMessage("the provider answered 400 " + "x".repeat(60) + "  ");
  }

  @Test
  void anAnswerThatIsNoneIsTriedAgainLater() {
    assertThat(refused(OAuthProvider.SLACK, new Answer(200, "<html>", Map.of())).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(refused(OAuthProvider.SLACK, Answer.ok(Map.of("ok", true))).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(
            refused(OAuthProvider.SLACK, Answer.of(429, Map.of()).with("Retry-After", "7"))
                .waitFor())
        .contains(Duration.ofSeconds(7));
  }

  @Test
  void aScopeThatWasUntickedIsNoticed() {
    Map<String, String> answer =
        Map.of("access_token", "t", "scope", "openid https://www.googleapis.com/auth/drive");

    ProviderFailure failure = refused(OAuthProvider.GDRIVE, Answer.ok(answer));
    server.fail(
        Answer.ok(
            Map.of(
                "access_token", "t",
                "scope", "openid https://www.googleapis.com/auth/drive.readonly")));

    assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(endpoint.refresh(app(OAuthProvider.GDRIVE), "r").access()).isEqualTo("t");
  }

  @Test
  void tokensAndSecretsAreNotInTexts() {
    ProviderFailure failure =
        refused(
            OAuthProvider.SLACK,
            Answer.ok(Map.of("ok", false, "error", "no <b>" + "x".repeat(300))));

    assertThat(failure.getMessage()).hasSizeLessThan(120).doesNotContain("<");
    assertThat(
            new Tokens("secret", Optional.of("secret"), Optional.empty(), Optional.empty())
                .toString())
        .doesNotContain("secret");
    assertThat(app(OAuthProvider.SLACK).toString()).doesNotContain(SECRET);
  }
}
