package io.hypnos.api.rememberos.connect;

import io.hypnos.connectors.oauth.OAuthProvider;
import java.net.URI;

/** Where browsers come from and go to, seen from outside. */
final class OAuthPlaces {
  static final String PATH = "/v1/memory/connections/oauth";

  private final URI base;
  private final String dashboard;

  OAuthPlaces(URI publicUrl, String dashboard) {
    this.base = URI.create(publicUrl.toString().replaceFirst("/+$", "") + PATH);
    this.dashboard = dashboard;
  }

  /** What the operator registers at the provider. */
  String callback(OAuthProvider provider) {
    return base + "/" + provider.text() + "/callback";
  }

  /** The paths that a browser shows its nonce to. */
  String noncePath() {
    return base.getRawPath();
  }

  boolean encrypted() {
    return "https".equals(base.getScheme());
  }

  /** The dashboard, told how it went. */
  URI dashboard(String name, String word) {
    return URI.create(dashboard + (dashboard.indexOf('?') < 0 ? "?" : "&") + name + "=" + word);
  }
}
