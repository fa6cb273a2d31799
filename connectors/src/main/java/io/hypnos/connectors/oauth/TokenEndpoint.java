package io.hypnos.connectors.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.connectors.call.Errors;
import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.Reply;
import io.hypnos.connectors.call.Transport;
import io.hypnos.connectors.connection.Redaction;
import io.hypnos.engine.outgoing.OutgoingRequest;
import io.hypnos.engine.outgoing.OutgoingResult;
import io.hypnos.engine.outgoing.OutgoingResult.Answered;
import io.hypnos.engine.outgoing.OutgoingResult.Failed;
import io.hypnos.engine.outgoing.OutgoingResult.Refused;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks providers for tokens, once a call. */
public final class TokenEndpoint {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final List<String> SECRETS = List.of("code", "refresh_token", "code_verifier");
  private static final int LARGEST_ANSWER = 64 * 1024;
  private static final long LONGEST_LIFE = Duration.ofDays(3650).toSeconds();

  private final Transport transport;
  private final Clock clock;

  public TokenEndpoint(Transport transport, Clock clock) {
    this.transport = transport;
    this.clock = clock;
  }

  /**
   * @param verifier what the challenge was made of, where the provider asks for it
   */
  Tokens exchange(OAuthApp app, String code, String redirectUri, String verifier) {
    Map<String, String> fields = new HashMap<>();
    fields.put("grant_type", "authorization_code");
    fields.put("code", code);
    fields.put("redirect_uri", redirectUri);
    if (app.provider().provesKey()) {
      fields.put("code_verifier", verifier);
    }
    return ask(app, fields);
  }

  /** Fails as {@code UNAUTHORIZED} when the refresh token is worth nothing any more. */
  Tokens refresh(OAuthApp app, String refreshToken) {
    return ask(app, Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
  }

  private Tokens ask(OAuthApp app, Map<String, String> fields) {
    boolean json = app.provider().speaksJson();
    Map<String, String> all = new TreeMap<>(fields);
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", "application/json");
    headers.put("Content-Type", json ? "application/json" : "application/x-www-form-urlencoded");
    String secret = app.clientSecret().reveal();
    String basic = Redaction.basic(app.clientId(), secret);
    if (json) {
      headers.put("Authorization", "Basic " + basic);
    } else {
      all.put("client_id", app.clientId());
      all.put("client_secret", secret);
    }
    byte[] body = (json ? JsonMapper.shared().writeValueAsString(all) : form(all)).getBytes(UTF_8);
    Stream<String> given = SECRETS.stream().map(fields::get).filter(Objects::nonNull);
    Redaction sent = Redaction.ofValues(Stream.concat(Stream.of(secret, basic), given));
    return tokens(
        app,
        sent,
        reply(
            transport.send(
                new OutgoingRequest(
                    "POST", app.tokenUrl(), headers, body, TIMEOUT, LARGEST_ANSWER))));
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
        .map(pair -> pair.replace("+", "%20"))
        .collect(Collectors.joining("&"));
  }

  private static Reply reply(OutgoingResult result) {
    if (result instanceof Answered answered) {
      return new Reply(answered.status(), answered.headers(), answered.body());
    }
    if (result instanceof Failed failed) {
      throw ProviderFailure.of(Kind.UNAVAILABLE, failed.reason());
    }
    throw ProviderFailure.of(Kind.CONFIGURATION, ((Refused) result).refusal().message());
  }

  private Tokens tokens(OAuthApp app, Redaction sent, Reply reply) {
    JsonNode body = reply.json();
    // Slack says with 200 that there is nothing.
    boolean given = reply.isSuccess() && body.path("ok").asBoolean(true);
    Optional<String> access = Fields.text(body, "access_token");
    if (!given || access.isEmpty()) {
      throw failure(sent, reply, body);
    }
    app.provider().scope().granted().ifPresent(scope -> requireScope(body, scope));
    return new Tokens(
        access.get(),
        Fields.text(body, "refresh_token"),
        Fields.text(body, "expires_in")
            .filter(seconds -> seconds.matches("[0-9]{1,12}"))
            .map(seconds -> Math.min(Long.parseLong(seconds), LONGEST_LIFE))
            .map(seconds -> clock.instant().plusSeconds(seconds)),
        Fields.text(body, "team", "id").or(() -> Fields.text(body, "workspace_id")));
  }

  /** People may untick what is asked for. */
  private static void requireScope(JsonNode body, String scope) {
    Optional<String> granted = Fields.text(body, "scope");
    if (granted.isPresent() && !List.of(granted.get().split("[ ,]+")).contains(scope)) {
      throw ProviderFailure.of(Kind.FORBIDDEN, "the scope " + scope + " was not granted");
    }
  }

  private ProviderFailure failure(Redaction sent, Reply reply, JsonNode body) {
    String word = Fields.text(body, "error").or(() -> Fields.text(body, "code")).orElse("");
    Kind kind = kind(word).orElseGet(() -> kind(reply, word));
    return kind == Kind.UNAUTHORIZED
        ? ProviderFailure.of(kind, "access was revoked")
        : Errors.named(kind, sent.of(word), reply, clock);
  }

  private static Optional<Kind> kind(String word) {
    return switch (word) {
      case "invalid_grant",
          "invalid_refresh_token",
          "token_revoked",
          "token_expired",
          "account_inactive" ->
          Optional.of(Kind.UNAUTHORIZED);
      case "ratelimited", "rate_limited" -> Optional.of(Kind.RATE_LIMITED);
      case "internal_error",
          "fatal_error",
          "service_unavailable",
          "request_timeout",
          "server_error",
          "temporarily_unavailable" ->
          Optional.of(Kind.UNAVAILABLE);
      default -> Optional.empty();
    };
  }

  /** What is neither busy nor down refuses the app, not the person. */
  private static Kind kind(Reply reply, String word) {
    int status = reply.status();
    if (status == 429) {
      return Kind.RATE_LIMITED;
    }
    boolean says = !word.isEmpty();
    return status == 408 || status >= 500 || (reply.isSuccess() && !says)
        ? Kind.UNAVAILABLE
        : Kind.CONFIGURATION;
  }
}
