package io.hypnos.engine.webhook;

import java.util.Map;
import java.util.Optional;

/**
 * Something that happened, to be told to whoever asked for it.
 *
 * @param name such as {@code memory.created}
 * @param owner whose it is, as webhooks name owners
 * @param subjectId what it happened to
 * @param subject what is known of it, as JSON values
 */
public record WebhookEvent(
    String name,
    Optional<String> owner,
    Optional<String> space,
    String subjectId,
    Map<String, Object> subject) {}
