package io.hypnos.engine.webhook;

import io.hypnos.settings.Secret;

/** A webhook just made, with the secret that signs its deliveries; it is never shown again. */
public record IssuedWebhook(Webhook webhook, Secret secret) {}
