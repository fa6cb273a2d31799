package io.hypnos.connectors.oauth;

import io.hypnos.engine.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of consents under way. */
final class ConsentStore {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private static final String INSERT =
      """
      INSERT INTO oauth_state (digest, tenant_id, key_id, provider, name, space, container_tag,
                               config, verifier, browser, created_at, expires_at)
      VALUES (:digest, :tenant, :key, :provider, :name, :space, :tag, :config::jsonb, :verifier,
              :browser, :now, :end)
      """;

  /** Of several that come with one state, exactly one gets the row; whose it is, it says itself. */
  private static final String TAKE =
      """
      DELETE FROM oauth_state
      WHERE digest = :digest
      RETURNING tenant_id, key_id, provider, name, space, container_tag, config::text AS config_text,
                verifier, browser, expires_at
      """;

  private static final String FORGET = "DELETE FROM oauth_state WHERE expires_at <= :now";

  private final Database database;

  ConsentStore(Database database) {
    this.database = database;
  }

  static void insert(Handle handle, byte[] digest, PendingConsent consent, Instant now) {
    WantedConnection wanted = consent.wanted();
    handle
        .createUpdate(INSERT)
        .bind("digest", digest)
        .bind("tenant", consent.tenantId())
        .bind("key", consent.keyId().orElse(null))
        .bind("provider", wanted.provider().text())
        .bind("name", wanted.name())
        .bind("space", wanted.space())
        .bind("tag", wanted.containerTag().orElse(null))
        .bind("config", JSON.writeValueAsString(wanted.config()))
        .bind("verifier", consent.verifier())
        .bind("browser", consent.browser().orElse(null))
        .bind("now", Timestamp.from(now))
        .bind("end", Timestamp.from(consent.expiresAt()))
        .execute();
  }

  Optional<PendingConsent> take(byte[] digest) {
    return database.asSystem(
        handle ->
            handle
                .createQuery(TAKE)
                .bind("digest", digest)
                .map((row, context) -> consent(row))
                .findOne());
  }

  private static PendingConsent consent(ResultSet row) throws SQLException {
    return new PendingConsent(
        row.getObject("tenant_id", UUID.class),
        Optional.ofNullable(row.getObject("key_id", UUID.class)),
        new WantedConnection(
            OAuthProvider.find(row.getString("provider")).orElseThrow(),
            row.getString("name"),
            row.getString("space"),
            Optional.ofNullable(row.getString("container_tag")),
            JSON.readValue(row.getString("config_text"), OBJECT)),
        row.getString("verifier"),
        Optional.ofNullable(row.getBytes("browser")),
        row.getTimestamp("expires_at").toInstant());
  }

  /** Removes what nobody came back for; says that there is no more to do. */
  boolean forgetExpired(Instant now) {
    database.<Integer>asSystem(
        handle -> handle.createUpdate(FORGET).bind("now", Timestamp.from(now)).execute());
    return false;
  }
}
