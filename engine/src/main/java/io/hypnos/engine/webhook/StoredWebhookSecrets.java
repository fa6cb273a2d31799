package io.hypnos.engine.webhook;

import io.hypnos.engine.secret.SecretStore;
import io.hypnos.settings.Secret;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Signing secrets in the secret store, one a webhook. */
public final class StoredWebhookSecrets implements WebhookSecrets {
  private static final String PREFIX = "webhook/";

  private final SecretStore store;

  public StoredWebhookSecrets(SecretStore store) {
    this.store = store;
  }

  @Override
  public void keep(Handle handle, UUID tenantId, UUID webhookId, Secret secret) {
    store.put(handle, tenantId, PREFIX + webhookId, secret);
  }

  @Override
  public Secret reveal(UUID tenantId, UUID webhookId) {
    return store
        .find(tenantId, PREFIX + webhookId)
        .orElseThrow(() -> new IllegalStateException("no secret of webhook " + webhookId));
  }

  @Override
  public void forget(Handle handle, UUID tenantId, UUID webhookId) {
    store.delete(handle, tenantId, PREFIX + webhookId);
  }
}
