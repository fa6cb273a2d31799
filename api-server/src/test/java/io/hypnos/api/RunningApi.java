package io.hypnos.api;

import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The server on real parts, started once for all tests of a JVM. */
final class RunningApi implements BeforeAllCallback {
  static final String ROOT_KEY = "root-key-of-the-api-tests-0001";

  /** Requests a minute on the free plan. */
  static final int FREE_PER_MINUTE = 6;

  /** Queries a day on the free plan. */
  static final int FREE_PER_DAY = 3;

  static final int LARGEST_BODY = 256 * 1024;

  /** What all large bodies together may take. */
  static final int LARGE_BODIES = 2 * LARGEST_BODY;

  static final int LARGEST_FILE = 64 * 1024;
  static final int MOST_FILES = 4;
  static final int LARGEST_MAIL = 256 * 1024;
  static final String MAIL_SECRET = "secret-of-the-mail-service";

  static final LocalStack STACK =
      LocalStack.of(Part.POSTGRES, Part.OPENSEARCH, Part.KAFKA, Part.S3);

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(RunningApi.class);

  private ApiServer server;

  @Override
  public void beforeAll(ExtensionContext context) {
    STACK.beforeAll(context);
    server =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent("server", key -> ApiServer.start(settings()), ApiServer.class);
  }

  static HypnosSettings settings() {
    return Settings.with(Settings.with(STACK.settings(), mail()), limits());
  }

  private static Map<String, String> mail() {
    return Map.of(
        "api.signups-per-hour",
        "1000",
        "outgoing.allow-private",
        "true",
        "own-database.accepted",
        "true",
        "mail.smtp",
        "on",
        "mail.smtp-port",
        "0",
        "mail.max-size",
        LARGEST_MAIL + "B",
        "mail.inbound-secret",
        MAIL_SECRET);
  }

  private static Map<String, String> limits() {
    return Map.of(
        "api.max-bodies",
        LARGE_BODIES + "B",
        "root-key",
        ROOT_KEY,
        "api.port",
        "0",
        "api.management-port",
        "0",
        "api.max-body",
        LARGEST_BODY + "B",
        "api.max-file",
        LARGEST_FILE + "B",
        "api.max-files",
        String.valueOf(MOST_FILES),
        "database.connect-timeout",
        "2s",
        "limits.free.per-minute",
        String.valueOf(FREE_PER_MINUTE),
        "limits.free.per-day",
        String.valueOf(FREE_PER_DAY));
  }

  ApiServer server() {
    return server;
  }

  int port() {
    return server.port();
  }

  ApiClient anonymous() {
    return new ApiClient("http://127.0.0.1:" + server.port(), "");
  }

  ApiClient operator() {
    return anonymous().withKey(ROOT_KEY);
  }

  ApiClient management() {
    return new ApiClient("http://127.0.0.1:" + server.managementPort(), "");
  }

  /** A fresh tenant with its first key. */
  NewTenant tenant(String plan) {
    ApiClient.Answer made =
        operator()
            .post("/admin/tenants", Map.of("name", "tenant-" + UUID.randomUUID(), "plan", plan));
    if (made.status() != 201) {
      throw new IllegalStateException("no tenant was made: " + made);
    }
    return new NewTenant(
        made.body().path("tenant_id").asString(),
        made.body().path("key_id").asString(),
        anonymous().withKey(made.body().path("key").asString()));
  }

  NewTenant tenant() {
    return tenant("team");
  }

  record NewTenant(String id, String keyId, ApiClient client) {}
}
