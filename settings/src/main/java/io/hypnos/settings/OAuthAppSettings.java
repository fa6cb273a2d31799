package io.hypnos.settings;

import java.net.URI;
import java.util.Optional;

/** What a provider knows this installation as. */
public record OAuthAppSettings(
    @Setting(doc = "Client id of the app that the operator registered; unset, there is no OAuth.")
        Optional<String> clientId,
    @Setting(doc = "Client secret of it.") Optional<Secret> clientSecret,
    @Setting(doc = "Another place to ask for consent, for tests; needs allow-base-url.")
        Optional<URI> authorizeUrl,
    @Setting(doc = "Another place that gives tokens, for tests; needs allow-base-url.")
        Optional<URI> tokenUrl) {

  public OAuthAppSettings {
    if (clientId.isPresent() != clientSecret.isPresent()) {
      throw new IllegalArgumentException("client-id and client-secret belong together.");
    }
  }
}
