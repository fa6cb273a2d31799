package io.hypnos.connectors.oauth;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.connection.Connections;
import io.hypnos.connectors.connection.NewConnection;
import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.tenancy.ApiKey;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Tenant;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections by consent. A state stands for one key of one tenant and one connection that it
 * wants; it is used once, within ten minutes.
 *
 * <p>The state alone keeps others from putting an account of theirs into somebody's memory: they do
 * not know it. It does not keep somebody from sending a person the address that he got and so
 * getting at the person's account; for that, whoever comes back has to be whoever asked. A browser
 * that asks is given a nonce, and only it may come back. A program that asks has no browser to give
 * a nonce to: the person opens the address elsewhere, so anybody may come back, unless the operator
 * says that consents stay in one browser.
 */
public final class Consents {
  /** How long a state lives. */
  public static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(Consents.class);
  private static final int LONGEST_WORD = 64;
  private static final int LONGEST_ANSWER = 4_096;
  private static final int HINT = 12;

  private final Engine engine;
  private final Connections connections;
  private final OAuthApps apps;
  private final TokenEndpoint endpoint;
  private final ConsentStore store;
  private final Function<OAuthProvider, String> redirects;
  private final SecureRandom random;
  private final Clock clock;
  private final SpaceAccess access = new SpaceAccess();

  /**
   * @param redirects where each provider sends browsers back to
   */
  public Consents(
      Engine engine,
      Connections connections,
      OAuthApps apps,
      TokenEndpoint endpoint,
      Function<OAuthProvider, String> redirects,
      SecureRandom random,
      Clock clock) {
    this.engine = engine;
    this.connections = connections;
    this.apps = apps;
    this.endpoint = endpoint;
    this.store = new ConsentStore(engine.database());
    this.redirects = redirects;
    this.random = random;
    this.clock = clock;
  }

  /** What a browser shows when it comes back: a value under a name of its own for each consent. */
  public record Nonce(String name, String value) {}

  /** Where to give the consent. */
  public record Asked(String authorizeUrl, Optional<Nonce> nonce) {}

  /** What a browser brings back from a provider. */
  public record Brought(Optional<String> code, Optional<String> state, Optional<String> error) {}

  /**
   * How it went.
   *
   * @param error one word; empty when there is a connection
   */
  public record Outcome(Optional<UUID> connection, Optional<String> error) {
    static Outcome failed(String word) {
      return new Outcome(Optional.empty(), Optional.of(word));
    }
  }

  /** {@code UNAVAILABLE} when the operator has no app at the provider. */
  public void requireApp(OAuthProvider provider) {
    apps.require(provider);
  }

  /**
   * Begins. {@code UNAVAILABLE} when the operator has no app at the provider.
   *
   * @param sameBrowser whether only who gets the nonce may come back
   */
  public Asked ask(Caller caller, WantedConnection wanted, boolean sameBrowser) {
    OAuthApp app = apps.require(wanted.provider());
    String state = Opaque.text(random);
    String verifier = Opaque.text(random);
    byte[] digest = Opaque.digest(state);
    Optional<Nonce> nonce =
        sameBrowser
            ? Optional.of(new Nonce(nonceName(digest), Opaque.text(random)))
            : Optional.empty();
    Instant now = clock.instant();
    PendingConsent pending =
        new PendingConsent(
            caller.tenantId(),
            caller.keyId(),
            wanted,
            verifier,
            nonce.map(Nonce::value).map(Opaque::digest),
            now.plus(LIFETIME));
    engine
        .database()
        .<Void>inTenant(
            caller.tenantId(),
            handle -> {
              access.requireWrite(
                  handle, caller.tenantId(), caller.keyId(), List.of(wanted.space()));
              return null;
            });
    engine
        .database()
        .<Void>atHome(
            caller.tenantId(),
            handle -> {
              ConsentStore.insert(handle, digest, pending, now);
              return null;
            });
    return new Asked(authorizeUrl(app, state, verifier), nonce);
  }

  private static String nonceName(byte[] digest) {
    return "hypnos_oauth_" + Opaque.encoded(digest).substring(0, HINT);
  }

  private String authorizeUrl(OAuthApp app, String state, String verifier) {
    OAuthProvider provider = app.provider();
    Map<String, String> all = new TreeMap<>(provider.parameters());
    all.put("client_id", app.clientId());
    all.put("redirect_uri", redirects.apply(provider));
    all.put("state", state);
    if (!provider.scope().asked().isEmpty()) {
      all.put("scope", provider.scope().asked());
    }
    if (provider.provesKey()) {
      all.put("code_challenge", Opaque.encoded(Opaque.digest(verifier)));
      all.put("code_challenge_method", "S256");
    }
    String url = app.authorizeUrl();
    return url + (url.indexOf('?') < 0 ? "?" : "&") + TokenEndpoint.form(all);
  }

  /** The name of the nonce of a state, for a browser to be asked for it. */
  public static String nonceName(String state) {
    return nonceName(Opaque.digest(state));
  }

  /**
   * Ends: with a connection, or with a word for why there is none.
   *
   * @param nonce the one that the browser has for the state
   */
  public Outcome finish(
      OAuthProvider provider, Brought brought, Optional<String> nonce, String requestId) {
    Optional<PendingConsent> pending =
        brought.state().filter(Consents::isPlausible).map(Opaque::digest).flatMap(store::take);
    if (brought.error().isPresent()) {
      return Outcome.failed(word(brought.error().get()));
    }
    if (pending.isEmpty() || !fits(pending.get(), provider, nonce)) {
      return Outcome.failed("invalid_state");
    }
    Optional<String> code = brought.code().filter(Consents::isPlausible);
    if (code.isEmpty()) {
      return Outcome.failed("missing_code");
    }
    try {
      Caller caller = caller(pending.get(), requestId);
      return new Outcome(Optional.of(connect(caller, pending.get(), code.get())), Optional.empty());
    } catch (ProviderFailure | HypnosException e) {
      LOG.info("a consent at {} made no connection: {}", provider.text(), e.getMessage());
      return Outcome.failed(word(e));
    }
  }

  private static boolean isPlausible(String text) {
    return !text.isBlank() && text.length() <= LONGEST_ANSWER;
  }

  private boolean fits(PendingConsent pending, OAuthProvider provider, Optional<String> nonce) {
    boolean sameBrowser =
        pending.browser().isEmpty()
            || nonce
                .map(Opaque::digest)
                .filter(digest -> MessageDigest.isEqual(digest, pending.browser().get()))
                .isPresent();
    return sameBrowser
        && pending.wanted().provider() == provider
        && clock.instant().isBefore(pending.expiresAt());
  }

  /** The key that asked, when it still may write. */
  private Caller caller(PendingConsent pending, String requestId) {
    Tenant tenant =
        engine
            .tenants()
            .find(pending.tenantId())
            .filter(found -> found.state().equals("active"))
            .orElseThrow(Consents::forbidden);
    boolean may =
        pending.keyId().isEmpty()
            || engine.keys().list(tenant.id()).stream()
                .anyMatch(key -> key.id().equals(pending.keyId().get()) && mayWrite(key));
    if (!may) {
      throw forbidden();
    }
    return new Caller(tenant.id(), pending.keyId(), tenant.plan(), requestId);
  }

  private boolean mayWrite(ApiKey key) {
    boolean ended = key.expiresAt().filter(end -> !end.isAfter(clock.instant())).isPresent();
    return key.revokedAt().isEmpty() && !ended && !key.readOnly();
  }

  private static HypnosException forbidden() {
    return new HypnosException(ErrorCode.FORBIDDEN, "the key that asked may not write any more");
  }

  private UUID connect(Caller caller, PendingConsent pending, String code) {
    WantedConnection wanted = pending.wanted();
    OAuthApp app = apps.require(wanted.provider());
    Tokens tokens =
        endpoint.exchange(app, code, redirects.apply(wanted.provider()), pending.verifier());
    return connections
        .create(
            caller,
            new NewConnection(
                wanted.provider().text(),
                wanted.name(),
                wanted.space(),
                wanted.containerTag(),
                wanted.config(),
                tokens.over(Map.of())))
        .id();
  }

  private static String word(RuntimeException failure) {
    if (failure instanceof ProviderFailure problem) {
      return switch (problem.kind()) {
        case FORBIDDEN -> "missing_scope";
        case RATE_LIMITED, UNAVAILABLE -> "provider_unavailable";
        default -> "exchange_failed";
      };
    }
    return switch (((HypnosException) failure).code()) {
      case FORBIDDEN -> "forbidden";
      case VALIDATION -> "connection_failed";
      case UNAVAILABLE -> "temporarily_unavailable";
      default -> "server_error";
    };
  }

  /** What comes from outside is shown as a plain word at most. */
  private static String word(String error) {
    String plain = error.toLowerCase(Locale.ROOT).replaceAll("[^a-z_]+", "_");
    String shown = plain.substring(0, Math.min(plain.length(), LONGEST_WORD));
    return shown.isEmpty() ? "unknown_error" : shown;
  }

  /** Removes consents that nobody came back with; says that there is no more to do. */
  public boolean forgetExpired() {
    return store.forgetExpired(clock.instant());
  }
}
