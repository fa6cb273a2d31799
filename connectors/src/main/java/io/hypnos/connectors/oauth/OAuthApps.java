package io.hypnos.connectors.oauth;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.OAuthAppSettings;
import io.hypnos.settings.OAuthSettings;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The apps that the operator has registered. */
public final class OAuthApps {
  private final Map<OAuthProvider, OAuthApp> apps = new EnumMap<>(OAuthProvider.class);

  public OAuthApps(OAuthSettings settings) {
    add(OAuthProvider.NOTION, settings.notion());
    add(OAuthProvider.SLACK, settings.slack());
    add(OAuthProvider.GDRIVE, settings.gdrive());
    add(OAuthProvider.GMAIL, settings.gmail());
  }

  private void add(OAuthProvider provider, OAuthAppSettings app) {
    if (app.clientId().isPresent() && app.clientSecret().isPresent()) {
      apps.put(
          provider,
          new OAuthApp(
              provider,
              app.clientId().get(),
              app.clientSecret().get(),
              app.authorizeUrl().map(URI::toString).orElse(provider.authorizeUrl()),
              app.tokenUrl().map(URI::toString).orElse(provider.tokenUrl())));
    }
  }

  Optional<OAuthApp> find(OAuthProvider provider) {
    return Optional.ofNullable(apps.get(provider));
  }

  OAuthApp require(OAuthProvider provider) {
    return find(provider)
        .orElseThrow(
            () ->
                new HypnosException(
                    ErrorCode.UNAVAILABLE,
                    "OAuth of %1$s is not configured on this server: its operator has to set"
                            .formatted(provider.text())
                        + " hypnos.connectors.oauth.%1$s.client-id and client-secret"
                            .formatted(provider.text())));
  }
}
