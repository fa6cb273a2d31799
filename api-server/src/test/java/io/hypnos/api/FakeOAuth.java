package io.hypnos.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The four providers that know OAuth, on this machine, each as strict as it is: a code is good once
 * and for its redirect, Google checks the verifier and keeps its refresh tokens, Slack and Notion
 * replace them, Slack says its failures with 200, Notion takes JSON and the client in a header.
 */
final class FakeOAuth implements AutoCloseable {
  static final List<String> PROVIDERS = List.of("notion", "slack", "gdrive", "gmail");
  static final String SECRET = "secret of the app";

  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  /** What a person agreed to. */
  private record Grant(String provider, String redirectUri, Optional<String> challenge) {}

  private record Answer(int status, Map<String, Object> body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Grant> codes = new HashMap<>();
  private final Set<String> accessTokens = new HashSet<>();
  private final Set<String> refreshTokens = new HashSet<>();
  private final List<String> log = new ArrayList<>();
  private final Deque<Answer> script = new ArrayDeque<>();
  private int number;
  private int lifetime = 3_600;
  private boolean unticked;
  private Consumer<String> onRefresh = token -> {};
  private Consumer<String> onUse = token -> {};

  FakeOAuth() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What the operator sets. */
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    for (String provider : PROVIDERS) {
      String prefix = "connectors.oauth." + provider + ".";
      settings.put(prefix + "client-id", "app of " + provider);
      settings.put(prefix + "client-secret", SECRET);
      settings.put(prefix + "authorize-url", url() + "/" + provider + "/authorize");
      settings.put(prefix + "token-url", url() + "/" + provider + "/token");
    }
    return settings;
  }

  synchronized void reset() {
    log.clear();
    script.clear();
    lifetime = 3_600;
    unticked = false;
    onRefresh = token -> {};
    onUse = token -> {};
  }

  /** Requests for tokens: provider, grant, what was shown. */
  synchronized List<String> log() {
    return List.copyOf(log);
  }

  /** Access tokens live so long from now on. */
  synchronized void lifetime(int seconds) {
    lifetime = seconds;
  }

  /** People leave out what they are asked for. */
  synchronized void untick() {
    unticked = true;
  }

  /** Is called with each refresh token that comes, before it is looked at. */
  synchronized void onRefresh(Consumer<String> listener) {
    onRefresh = listener;
  }

  /** Is called with each access token that is used. */
  synchronized void onUse(Consumer<String> listener) {
    onUse = listener;
  }

  synchronized void expireTokens() {
    accessTokens.clear();
  }

  synchronized void revokeAll() {
    accessTokens.clear();
    refreshTokens.clear();
  }

  synchronized void forget(String refreshToken) {
    refreshTokens.remove(refreshToken);
  }

  /** The next request for a token is answered with this status. */
  synchronized void fail(int status) {
    script.add(new Answer(status, Map.of("error", "server_error")));
  }

  /** Tokens that somebody got in another way. */
  synchronized Map<String, String> issue() {
    Map<String, Object> issued = issue("slack", Optional.empty());
    return Map.of(
        "token",
        String.valueOf(issued.get("access_token")),
        "refresh_token",
        String.valueOf(issued.get("refresh_token")));
  }

  /** A person agrees: what the browser brings back. */
  synchronized Map<String, String> agree(String authorizeUrl) {
    URI uri = URI.create(authorizeUrl);
    String provider = uri.getPath().split("/", -1)[1];
    Map<String, String> asked = pairs(uri.getRawQuery());
    boolean google = provider.startsWith("g");
    boolean sound =
        asked.get("client_id").equals("app of " + provider)
            && (provider.equals("slack") || asked.get("response_type").equals("code"))
            && (!provider.equals("notion") || asked.get("owner").equals("user"))
            && (!google
                || (asked.get("access_type").equals("offline")
                    && asked.get("code_challenge_method").equals("S256")));
    if (!sound) {
      throw new IllegalStateException("no consent can be given: " + asked);
    }
    String code = "code-" + ++number;
    codes.put(
        code,
        new Grant(
            provider,
            asked.get("redirect_uri"),
            Optional.ofNullable(asked.get("code_challenge"))));
    return Map.of("code", code, "state", asked.get("state"), "redirect", asked.get("redirect_uri"));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String path = exchange.getRequestURI().getPath();
    Answer answer =
        path.endsWith("/token")
            ? token(path.split("/", -1)[1], exchange, body)
            : content(path, exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] bytes = JsonMapper.shared().writeValueAsBytes(answer.body());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (answer.status() == 503) {
      exchange.getResponseHeaders().set("Retry-After", "0");
    }
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Answer token(String provider, HttpExchange exchange, String body) {
    boolean json = provider.equals("notion");
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (!type.equals(json ? "application/json" : "application/x-www-form-urlencoded")) {
      return refused(provider, "invalid_request");
    }
    Map<String, String> fields =
        json ? JsonMapper.shared().readValue(body, TEXTS) : pairs(body);
    String client = "app of " + provider + ":" + SECRET;
    boolean known =
        json
            ? ("Basic " + Base64.getEncoder().encodeToString(client.getBytes(UTF_8)))
                .equals(exchange.getRequestHeaders().getFirst("Authorization"))
            : client.equals(fields.get("client_id") + ":" + fields.get("client_secret"));
    if (!known) {
      return refused(provider, provider.equals("slack") ? "bad_client_secret" : "invalid_client");
    }
    String grant = fields.get("grant_type");
    boolean refreshes = grant.equals("refresh_token");
    String shown = fields.get(refreshes ? "refresh_token" : "code");
    Consumer<String> listener;
    synchronized (this) {
      log.add(provider + " " + grant + " " + shown);
      if (!script.isEmpty()) {
        return script.poll();
      }
      listener = refreshes ? onRefresh : token -> {};
    }
    listener.accept(shown);
    synchronized (this) {
      return refreshes ? refresh(provider, shown) : exchange(provider, fields);
    }
  }

  private Answer refused(String provider, String word) {
    return provider.equals("slack")
        ? new Answer(200, Map.of("ok", false, "error", word))
        : new Answer(word.equals("invalid_client") ? 401 : 400, Map.of("error", word));
  }

  private Answer exchange(String provider, Map<String, String> fields) {
    Grant grant = codes.remove(fields.get("code"));
    boolean good =
        grant != null
            && grant.provider().equals(provider)
            && grant.redirectUri().equals(fields.get("redirect_uri"))
            && grant
                .challenge()
                .filter(challenge -> !challenge.equals(s256(fields.get("code_verifier"))))
                .isEmpty();
    return good
        ? new Answer(200, issue(provider, Optional.empty()))
        : refused(provider, provider.equals("slack") ? "invalid_code" : "invalid_grant");
  }

  private Answer refresh(String provider, String token) {
    if (!refreshTokens.contains(token)) {
      return refused(
          provider, provider.equals("slack") ? "invalid_refresh_token" : "invalid_grant");
    }
    return new Answer(200, issue(provider, Optional.of(token)));
  }

  private Map<String, Object> issue(String provider, Optional<String> refreshed) {
    boolean google = provider.startsWith("g");
    Map<String, Object> body = new HashMap<>();
    String access = provider + "-access-" + ++number;
    accessTokens.add(access);
    body.put("access_token", access);
    if (!google || refreshed.isEmpty()) {
      refreshed.ifPresent(refreshTokens::remove);
      String refresh = provider + "-refresh-" + number;
      refreshTokens.add(refresh);
      body.put("refresh_token", refresh);
    }
    switch (provider) {
      case "slack" -> body.putAll(Map.of("ok", true, "expires_in", lifetime));
      case "notion" -> body.putAll(Map.of("bot_id", "b", "workspace_id", "w"));
      default ->
          body.putAll(
              Map.of(
                  "expires_in",
                  lifetime,
                  "scope",
                  unticked
                      ? "openid"
                      : "https://www.googleapis.com/auth/drive.readonly"
                          + " https://www.googleapis.com/auth/gmail.readonly"));
    }
    return body;
  }

  /** Empty accounts, but for one message in the channel C1. */
  private Answer content(String path, String authorization) {
    String token = String.valueOf(authorization).replaceFirst("^Bearer ", "");
    Consumer<String> listener;
    synchronized (this) {
      if (!accessTokens.contains(token) || !path.startsWith(home(token))) {
        return path.startsWith("/api/")
            ? new Answer(200, Map.of("ok", false, "error", "token_expired"))
            : new Answer(401, Map.of("code", "unauthorized"));
      }
      listener = onUse;
    }
    listener.accept(token);
    return new Answer(
        200,
        switch (path) {
          case "/api/conversations.history" ->
              Map.of(
                  "ok",
                  true,
                  "has_more",
                  false,
                  "messages",
                  List.of(Map.of("ts", "1700000000.000100", "text", "hello", "user", "U1")));
          case "/api/auth.test", "/api/users.info" -> Map.of("ok", true);
          case "/v1/users/me" -> Map.of("object", "user");
          case "/v1/search" -> Map.of("results", List.of(), "has_more", false);
          case "/drive/v3/files" -> Map.of("files", List.of(), "incompleteSearch", false);
          case "/drive/v3/changes/startPageToken" -> Map.of("startPageToken", "1");
          case "/drive/v3/changes" -> Map.of("changes", List.of(), "newStartPageToken", "1");
          case "/gmail/v1/users/me/messages" -> Map.of("resultSizeEstimate", 0);
          case "/gmail/v1/users/me/profile", "/gmail/v1/users/me/history" ->
              Map.of("historyId", "1");
          default -> throw new IllegalStateException("not known here: " + path);
        });
  }

  private static String home(String token) {
    return switch (token.substring(0, token.indexOf('-'))) {
      case "slack" -> "/api/";
      case "notion" -> "/v1/";
      case "gdrive" -> "/drive/";
      default -> "/gmail/";
    };
  }

  private static String s256(String verifier) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int at = pair.indexOf('=');
      pairs.put(pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), UTF_8));
    }
    return pairs;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
