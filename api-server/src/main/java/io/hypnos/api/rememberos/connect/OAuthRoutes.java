package io.hypnos.api.rememberos.connect;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.QueryFields;
import io.hypnos.api.web.RequestContext;
import io.hypnos.api.web.TextRules;
import io.hypnos.connectors.oauth.Consents;
import io.hypnos.connectors.oauth.Consents.Asked;
import io.hypnos.connectors.oauth.Consents.Brought;
import io.hypnos.connectors.oauth.Consents.Nonce;
import io.hypnos.connectors.oauth.Consents.Outcome;
import io.hypnos.connectors.oauth.OAuthProvider;
import io.hypnos.connectors.oauth.WantedConnection;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.ConnectorSettings;
import io.hypnos.settings.HypnosSettings;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Connections by consent: sending a browser to the provider, and taking it back. */
@RestController
final class OAuthRoutes {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_TAG = 128;
  private static final int LONGEST_CONFIG = 2_000;
  private static final int MOST_MINUTES = 60 * 24 * 30;

  private final Consents consents;
  private final OAuthPlaces places;
  private final ConnectorSettings settings;

  OAuthRoutes(Consents consents, OAuthPlaces places, HypnosSettings settings) {
    this.consents = consents;
    this.places = places;
    this.settings = settings.connectors();
  }

  record Started(@JsonProperty("authorize_url") String authorizeUrl) {}

  @GetMapping(OAuthPlaces.PATH + "/{provider}/start")
  @Requires(Right.WRITE)
  ResponseEntity<Started> start(
      Caller caller, HttpServletRequest http, @PathVariable String provider, QueryFields query) {
    OAuthProvider known =
        OAuthProvider.find(provider)
            .orElseThrow(() -> invalid("the provider is not connected by OAuth"));
    if (query.text("base_url").isPresent() && !settings.allowBaseUrl()) {
      throw invalid("config.base_url is not allowed on this server");
    }
    if (query.text("collection").isPresent()) {
      // Before what the provider needs: nobody can find that out where there is no app.
      consents.requireApp(known);
    }
    WantedConnection wanted = wanted(known, query);
    Asked asked =
        consents.ask(caller, wanted, settings.oauth().sameBrowser() || keepsCookies(http));
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok().header("Cache-Control", "no-store");
    asked
        .nonce()
        .ifPresent(
            nonce ->
                answer.header(HttpHeaders.SET_COOKIE, cookie(nonce, Consents.LIFETIME).toString()));
    return answer.body(new Started(asked.authorizeUrl()));
  }

  /**
   * Whether a page of this server asks, whose browser keeps what it is given: browsers say so in a
   * header that no script can set. A page of another server would have our cookie dropped, and a
   * program has a person open the address in a browser that was never here; if the cookie were
   * asked of those they could make no connection at all.
   */
  private static boolean keepsCookies(HttpServletRequest http) {
    return "same-origin".equals(http.getHeader("Sec-Fetch-Site"));
  }

  private ResponseCookie cookie(Nonce nonce, Duration age) {
    // Lax, because the browser comes back by a link from the provider's site.
    return ResponseCookie.from(nonce.name(), nonce.value())
        .httpOnly(true)
        .secure(places.encrypted())
        .sameSite("Lax")
        .path(places.noncePath())
        .maxAge(age)
        .build();
  }

  private static WantedConnection wanted(OAuthProvider provider, QueryFields query) {
    String collection = text(query, "collection", LONGEST_TAG).orElse("");
    if (query.text("collection").isEmpty()) {
      query.reject("collection", "Field required", "missing");
    } else if (collection.isEmpty()
        || collection.indexOf('/') >= 0
        || collection.chars().anyMatch(Character::isISOControl)) {
      query.reject(
          "collection",
          "A collection name has 1 to 128 characters, no slash and no control characters",
          "string_pattern_mismatch");
    }
    Optional<String> name = text(query, "name", LONGEST_NAME);
    Optional<String> tag = text(query, "container_tag", LONGEST_TAG);
    Map<String, Object> config = config(provider, query);
    query.check();
    return new WantedConnection(provider, name.orElse(provider.text()), collection, tag, config);
  }

  private static Map<String, Object> config(OAuthProvider provider, QueryFields query) {
    Map<String, Object> config = new HashMap<>();
    for (String key : provider.configKeys()) {
      text(query, key, LONGEST_CONFIG).ifPresent(value -> config.put(key, value));
    }
    int minutes = query.integer("sync_interval_minutes", 1, MOST_MINUTES, 0);
    if (minutes > 0) {
      config.put("sync_interval_minutes", minutes);
    }
    for (String key : provider.requiredKeys()) {
      if (!config.containsKey(key)) {
        query.reject(key, "Field required", "missing");
      }
    }
    return config;
  }

  private static Optional<String> text(QueryFields query, String name, int longest) {
    Optional<String> text = query.text(name).filter(value -> !value.isBlank());
    if (text.isPresent()
        && (TextRules.length(text.get()) > longest || !TextRules.isStorable(text.get()))) {
      query.reject(
          name, "String should have at most %d characters".formatted(longest), "string_too_long");
    }
    return text;
  }

  private static HypnosException invalid(String message) {
    return new HypnosException(ErrorCode.VALIDATION, message);
  }

  /** For browsers that come back; whatever they bring, they go on to the dashboard. */
  @GetMapping(OAuthPlaces.PATH + "/{provider}/callback")
  @Requires(Right.NONE)
  ResponseEntity<Void> callback(
      HttpServletRequest http, @PathVariable String provider, QueryFields query) {
    OAuthProvider known =
        OAuthProvider.find(provider)
            .orElseThrow(
                () -> new HypnosException(ErrorCode.NOT_FOUND, "No such provider with OAuth"));
    // Programs that look whether a link is good use HEAD, which a GET route serves as well.
    if ("HEAD".equals(http.getMethod())) {
      return ResponseEntity.ok().header("Cache-Control", "no-store").build();
    }
    Brought brought = new Brought(query.text("code"), query.text("state"), query.text("error"));
    Optional<Nonce> nonce =
        brought.state().map(Consents::nonceName).flatMap(name -> nonce(http, name));
    Outcome outcome =
        consents.finish(
            known, brought, nonce.map(Nonce::value), RequestContext.of(http).requestId());
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(HttpStatus.FOUND)
            .location(
                outcome
                    .error()
                    .map(word -> places.dashboard("oauth_error", word))
                    .orElseGet(() -> places.dashboard("connected", known.text())))
            .header("Cache-Control", "no-store")
            .header("Referrer-Policy", "no-referrer");
    nonce.ifPresent(
        used ->
            answer.header(
                HttpHeaders.SET_COOKIE,
                cookie(new Nonce(used.name(), ""), Duration.ZERO).toString()));
    return answer.build();
  }

  private static Optional<Nonce> nonce(HttpServletRequest http, String name) {
    Cookie[] cookies = http.getCookies();
    return cookies == null
        ? Optional.empty()
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(name))
            .map(cookie -> new Nonce(name, cookie.getValue()))
            .findFirst();
  }
}
