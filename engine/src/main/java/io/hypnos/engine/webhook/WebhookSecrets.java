package io.hypnos.engine.webhook;

import io.hypnos.settings.Secret;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Where the signing secrets are kept, encrypted. */
public interface WebhookSecrets {
  void keep(Handle handle, UUID tenantId, UUID webhookId, Secret secret);

  Secret reveal(UUID tenantId, UUID webhookId);

  void forget(Handle handle, UUID tenantId, UUID webhookId);
}
