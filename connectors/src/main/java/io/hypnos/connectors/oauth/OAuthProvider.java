package io.hypnos.connectors.oauth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How each provider that knows OAuth wants it. */
// Maps and lists are those of Map.of and List.of, which the checker does not know as immutable.
@SuppressWarnings("ImmutableEnumChecker")
public enum OAuthProvider {
  NOTION(
      "notion",
      "https://api.notion.com/v1/oauth/authorize",
      "https://api.notion.com/v1/oauth/token",
      Scope.NONE,
      Map.of("response_type", "code", "owner", "user"),
      List.of("database_id")),
  SLACK(
      "slack",
      "https://slack.com/oauth/v2/authorize",
      "https://slack.com/api/oauth.v2.access",
      new Scope(
          "channels:history,channels:read,groups:history,groups:read,users:read", Optional.empty()),
      Map.of(),
      List.of("channel_id", "page_size", "lookback_days", "include_bots")),
  GDRIVE(
      "gdrive",
      Google.AUTHORIZE,
      Google.TOKEN,
      Scope.all("https://www.googleapis.com/auth/drive.readonly"),
      Google.PARAMETERS,
      List.of("folder_id", "query")),
  GMAIL(
      "gmail",
      Google.AUTHORIZE,
      Google.TOKEN,
      Scope.all("https://www.googleapis.com/auth/gmail.readonly"),
      Google.PARAMETERS,
      List.of("query"));

  /**
   * What is asked for.
   *
   * @param granted what has to be among what was granted, where people may leave something out
   */
  record Scope(String asked, Optional<String> granted) {
    static final Scope NONE = new Scope("", Optional.empty());

    static Scope all(String scope) {
      return new Scope(scope, Optional.of(scope));
    }
  }

  private static final class Google {
    static final String AUTHORIZE = "https://accounts.google.com/o/oauth2/v2/auth";
    static final String TOKEN = "https://oauth2.googleapis.com/token";

    /** Without a prompt, only the first consent of an account brings a refresh token. */
    static final Map<String, String> PARAMETERS =
        Map.of(
            "response_type", "code",
            "access_type", "offline",
            "prompt", "consent",
            "include_granted_scopes", "true");
  }

  private static final List<String> KEYS_OF_ALL = List.of("deletes", "base_url");

  private final String text;
  private final String authorizeUrl;
  private final String tokenUrl;
  private final Scope scope;
  private final Map<String, String> parameters;
  private final List<String> configKeys;

  OAuthProvider(
      String text,
      String authorizeUrl,
      String tokenUrl,
      Scope scope,
      Map<String, String> parameters,
      List<String> configKeys) {
    this.text = text;
    this.authorizeUrl = authorizeUrl;
    this.tokenUrl = tokenUrl;
    this.scope = scope;
    this.parameters = parameters;
    this.configKeys = configKeys;
  }

  public static Optional<OAuthProvider> find(String name) {
    return Arrays.stream(values()).filter(each -> each.text.equals(name)).findFirst();
  }

  /** As it stands in connections. */
  public String text() {
    return text;
  }

  /** Texts that a connection of this provider may be configured with. */
  public List<String> configKeys() {
    List<String> all = new ArrayList<>(configKeys);
    all.addAll(KEYS_OF_ALL);
    return List.copyOf(all);
  }

  /** Those without which there is no connection. */
  public List<String> requiredKeys() {
    return this == SLACK ? List.of("channel_id") : List.of();
  }

  String authorizeUrl() {
    return authorizeUrl;
  }

  String tokenUrl() {
    return tokenUrl;
  }

  Scope scope() {
    return scope;
  }

  /** What the request for consent says besides. */
  Map<String, String> parameters() {
    return parameters;
  }

  /** Whether a code can be bound to who asked for it (RFC 7636). */
  boolean provesKey() {
    return this == GDRIVE || this == GMAIL;
  }

  /** Whether tokens are asked for by JSON with the client in {@code Authorization}; else a form. */
  boolean speaksJson() {
    return this == NOTION;
  }
}
