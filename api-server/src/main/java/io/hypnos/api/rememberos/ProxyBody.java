package io.hypnos.api.rememberos;

import io.hypnos.api.web.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A talk to be handed on. */
record ProxyBody(
    List<Map<?, ?>> messages,
    Optional<String> model,
    String collection,
    Optional<String> containerTag,
    int memoryLimit,
    Optional<Boolean> store,
    Optional<Double> temperature,
    Optional<Integer> maxTokens,
    boolean stream) {
  private static final String USUAL_COLLECTION = "default";
  private static final int USUAL_MEMORIES = 5;
  private static final int MOST_MEMORIES = 50;
  private static final int MOST_MESSAGES = 1_000;
  private static final int MOST_TOKENS = 1_000_000;
  private static final int LONGEST_MODEL = 256;
  private static final double HOTTEST = 2;

  static ProxyBody from(JsonFields fields) {
    ProxyBody body =
        new ProxyBody(
            messages(fields),
            fields.text("model", 1, LONGEST_MODEL),
            fields.text("collection", 1, CollectionName.LONGEST).orElse(USUAL_COLLECTION),
            fields.text("container_tag", 1, MemoryFields.LONGEST_TAG),
            fields.integer("memory_limit", 0, MOST_MEMORIES).orElse(USUAL_MEMORIES),
            fields.flag("store"),
            fields.number("temperature", 0, HOTTEST),
            fields.integer("max_tokens", 1, MOST_TOKENS),
            fields.flag("stream").orElse(false));
    fields.check();
    CollectionName.require(body.collection(), "body", "collection");
    return body;
  }

  private static List<Map<?, ?>> messages(JsonFields fields) {
    List<Map<?, ?>> messages = new ArrayList<>();
    if (fields.requiredValue("messages") instanceof List<?> all
        && !all.isEmpty()
        && all.size() <= MOST_MESSAGES) {
      for (Object each : all) {
        if (each instanceof Map<?, ?> message && message.get("role") instanceof String) {
          messages.add(message);
        }
      }
      if (messages.size() == all.size()) {
        return messages;
      }
    }
    fields.reject(
        "messages",
        "Input should be a list of 1 to %d messages with a role".formatted(MOST_MESSAGES),
        "list_type");
    return List.of();
  }

  /** What the user said last, if it is text. */
  Optional<String> question() {
    for (int i = messages.size() - 1; i >= 0; i--) {
      Map<?, ?> message = messages.get(i);
      if ("user".equals(message.get("role"))) {
        return Optional.ofNullable(message.get("content"))
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .filter(text -> !text.isBlank());
      }
    }
    return Optional.empty();
  }
}
