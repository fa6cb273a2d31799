package io.hypnos.engine.webhook;

import io.hypnos.settings.Secret;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** Secrets of the webhooks of one test; one that it does not know is always the same. */
final class MemorySecrets implements WebhookSecrets {
  private final Map<UUID, Secret> secrets = new ConcurrentHashMap<>();

  @Override
  public void keep(Handle handle, UUID tenantId, UUID webhookId, Secret secret) {
    secrets.put(webhookId, secret);
  }

  @Override
  public Secret reveal(UUID tenantId, UUID webhookId) {
    return secrets.getOrDefault(webhookId, Secret.of("unknown"));
  }

  @Override
  public void forget(Handle handle, UUID tenantId, UUID webhookId) {
    secrets.remove(webhookId);
  }
}
