package io.hypnos.engine.webhook;

import java.util.List;
import java.util.Optional;

/** A webhook to be made; see {@link Webhook}. */
public record NewWebhook(
    String url,
    List<String> events,
    Optional<String> owner,
    Optional<String> space,
    String format,
    Optional<String> description) {}
