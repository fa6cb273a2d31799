package io.hypnos.engine.webhook;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.secret.SecretStore;
import io.hypnos.settings.Secret;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Signing secrets in the secret store, one a webhook. The store is the operator's: where webhooks
 * lie in a database of the tenant's own, a secret is kept before its webhook is there, and one that
 * is left over opens nothing.
 */
public final class StoredWebhookSecrets implements WebhookSecrets {
  private static final String PREFIX = "webhook/";

  private final SecretStore store;
  private final Database database;

  public StoredWebhookSecrets(SecretStore store, Database database) {
    this.store = store;
    this.database = database;
  }

  @Override
  public void keep(Handle handle, UUID tenantId, UUID webhookId, Secret secret) {
    if (database.isElsewhere(tenantId)) {
      store.put(tenantId, PREFIX + webhookId, secret);
    } else {
      store.put(handle, tenantId, PREFIX + webhookId, secret);
    }
  }

  @Override
  public Secret reveal(UUID tenantId, UUID webhookId) {
    return store
        .find(tenantId, PREFIX + webhookId)
        .orElseThrow(() -> new IllegalStateException("no secret of webhook " + webhookId));
  }

  @Override
  public void forget(Handle handle, UUID tenantId, UUID webhookId) {
    if (database.isElsewhere(tenantId)) {
      store.delete(tenantId, PREFIX + webhookId);
    } else {
      store.delete(handle, tenantId, PREFIX + webhookId);
    }
  }
}
