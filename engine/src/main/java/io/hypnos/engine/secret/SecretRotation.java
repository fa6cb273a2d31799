package io.hypnos.engine.secret;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.Secret;
import io.hypnos.settings.SecretSettings;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts what lies under an older key anew under the newest, a few rows a transaction, beside
 * readers and writers. Any number of nodes may do so at the same time.
 */
public final class SecretRotation {
  private static final Logger LOG = LoggerFactory.getLogger(SecretRotation.class);
  private static final int PAGE = 100;
  private static final UUID FIRST = new UUID(0, 0);

  private static final String OLDER =
      """
      SELECT tenant_id, name, key_id, sealed
      FROM secret
      WHERE key_id = ANY (:older) AND (tenant_id, name) > (:tenant, :name)
      ORDER BY tenant_id, name
      LIMIT :most
      """;

  private static final String REPLACE =
      """
      UPDATE secret
      SET key_id = :key, sealed = :sealed
      WHERE tenant_id = :tenant AND name = :name AND sealed = :old
      """;

  private final Database database;
  private final KeyRing keys;
  private final SecretCipher cipher;
  private final AtomicInteger damagedBefore = new AtomicInteger();

  public SecretRotation(Database database, SecretSettings settings, SecureRandom random) {
    this.database = database;
    this.keys = new KeyRing(settings);
    this.cipher = new SecretCipher(keys, random);
  }

  /** Goes once over all secrets under older keys and says how many were encrypted anew. */
  public int runOnce() {
    if (keys.older().isEmpty()) {
      return 0;
    }
    int rotated = 0;
    int damaged = 0;
    Row last = new Row(FIRST, "", new SealedSecret("", new byte[0]));
    while (true) {
      List<Row> page = page(last);
      if (page.isEmpty()) {
        break;
      }
      for (Row row : page) {
        Optional<SealedSecret> renewed = renewed(row);
        damaged += renewed.isPresent() ? 0 : 1;
        rotated += renewed.map(anew -> replace(row, anew)).orElse(0);
      }
      last = page.get(page.size() - 1);
    }
    // Runs often: what cannot be opened is told once.
    if (rotated > 0 || damagedBefore.getAndSet(damaged) != damaged) {
      LOG.info("{} secrets are encrypted anew, {} cannot be opened", rotated, damaged);
    }
    return rotated;
  }

  private List<Row> page(Row last) {
    return database.asSystem(
        handle ->
            handle
                .createQuery(OLDER)
                .bindArray("older", String.class, keys.older())
                .bind("tenant", last.tenantId)
                .bind("name", last.name)
                .bind("most", PAGE)
                .map(
                    (row, context) ->
                        new Row(
                            row.getObject("tenant_id", UUID.class),
                            row.getString("name"),
                            new SealedSecret(row.getString("key_id"), row.getBytes("sealed"))))
                .list());
  }

  private Optional<SealedSecret> renewed(Row row) {
    try {
      Secret secret = cipher.open(row.tenantId, row.name, row.sealed);
      return Optional.of(cipher.seal(row.tenantId, row.name, secret));
    } catch (HypnosException e) {
      LOG.debug("a secret of tenant {} keeps its old key", row.tenantId, e);
      return Optional.empty();
    }
  }

  /** Changes nothing when somebody has stored another secret meanwhile. */
  private int replace(Row row, SealedSecret renewed) {
    return database.asSystem(
        handle ->
            handle
                .createUpdate(REPLACE)
                .bind("key", renewed.keyId())
                .bind("sealed", renewed.bytes())
                .bind("tenant", row.tenantId)
                .bind("name", row.name)
                .bind("old", row.sealed.bytes())
                .execute());
  }

  private record Row(UUID tenantId, String name, SealedSecret sealed) {}
}
