package io.hypnos.connectors.sync;

import io.hypnos.connectors.call.Credential;
import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.engine.outgoing.UrlGuard;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * What a connection is set up with, and what a run gives it.
 *
 * @param renew a new access token in place of a refused one, where there is a refresh token
 * @param trusted whether the operator lets connections name any host
 */
public record Setup(
    JsonNode config,
    Map<String, String> credentials,
    ProviderHttp.Line line,
    FileReader files,
    UnaryOperator<Optional<String>> renew,
    UrlGuard guard,
    boolean trusted) {

  public Setup {
    credentials = Map.copyOf(credentials);
  }

  public Optional<String> config(String name) {
    return Fields.text(config, name);
  }

  public String requiredConfig(String name) {
    return config(name)
        .orElseThrow(
            () -> ProviderFailure.of(Kind.CONFIGURATION, "config." + name + " is required"));
  }

  public String requiredCredential(String name) {
    return Optional.ofNullable(credentials.get(name))
        .filter(value -> !value.isBlank())
        .orElseThrow(
            () -> ProviderFailure.of(Kind.CONFIGURATION, "credentials." + name + " is required"));
  }

  public String baseUrl() {
    return config("base_url").orElse("");
  }

  /** The token as a bearer, renewed when it is refused and can be. */
  public Credential bearer() {
    String token = requiredCredential("token");
    return new Credential() {
      private String current = "Bearer " + token;

      @Override
      public String authorization() {
        return current;
      }

      @Override
      public Optional<String> renewed(String refused) {
        Optional<String> fresh =
            renew.apply(Optional.of(refused.substring("Bearer ".length()))).map(x -> "Bearer " + x);
        fresh.ifPresent(value -> current = value);
        return fresh;
      }
    };
  }
}
