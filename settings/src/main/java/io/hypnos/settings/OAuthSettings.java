package io.hypnos.settings;

import java.util.stream.Stream;

/** Connections that people make by giving their consent at the provider. */
public record OAuthSettings(
    @Setting(
            value = "/dashboard",
            doc =
                "Where a browser goes when it comes back from a provider: a path of this server or"
                    + " a URL.")
        String dashboard,
    @Setting(
            value = "false",
            doc =
                "Whether only the browser that asked for a consent may bring it back; then a"
                    + " program cannot ask for one that a person gives elsewhere.")
        boolean sameBrowser,
    OAuthAppSettings notion,
    OAuthAppSettings slack,
    OAuthAppSettings gdrive,
    OAuthAppSettings gmail) {

  public OAuthSettings {
    if (!dashboard.matches("(/|https?://)[!-~]*")) {
      throw new IllegalArgumentException("dashboard must be a path or a URL.");
    }
  }

  boolean namesOtherPlaces() {
    return Stream.of(notion, slack, gdrive, gmail)
        .anyMatch(app -> app.authorizeUrl().isPresent() || app.tokenUrl().isPresent());
  }
}
