package io.hypnos.engine.llm;

import io.hypnos.engine.llm.ChatResult.Answered;
import io.hypnos.engine.llm.ChatResult.Reason;
import io.hypnos.engine.llm.ChatResult.Unanswered;
import io.hypnos.settings.LlmSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A question as the body of {@code POST /chat/completions}, and the answer from its reply. */
final class ChatWire {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final String model;
  private final String answerFormat;
  private final String tokenLimitField;

  ChatWire(String model, LlmSettings settings) {
    this.model = model;
    this.answerFormat = settings.answerFormat();
    this.tokenLimitField = settings.tokenLimitField();
  }

  byte[] body(ChatRequest request, int maxTokens) {
    ObjectNode body = MAPPER.createObjectNode();
    body.put("model", model);
    body.put("temperature", 0);
    body.put(tokenLimitField, maxTokens);
    body.putArray("messages")
        .add(message("system", system(request)))
        .add(message("user", request.prompt()));
    if (answerFormat.equals("json-schema")) {
      ObjectNode format = body.putObject("response_format").put("type", "json_schema");
      format
          .putObject("json_schema")
          .put("name", request.purpose())
          .put("strict", true)
          .set("schema", request.schema().root());
    } else if (answerFormat.equals("json-object")) {
      body.putObject("response_format").put("type", "json_object");
    }
    return MAPPER.writeValueAsBytes(body);
  }

  private String system(ChatRequest request) {
    return answerFormat.equals("json-schema")
        ? request.system()
        : request.system()
            + "\nAnswer with one JSON object and nothing else. It must match this JSON Schema:\n"
            + request.schema().json();
  }

  private static ObjectNode message(String role, String content) {
    return MAPPER.createObjectNode().put("role", role).put("content", withWholeCharacters(content));
  }

  /** Half of a surrogate pair has no form in UTF-8. */
  private static String withWholeCharacters(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }

  /** Reads the reply; {@code assumed} is what is counted where the endpoint does not say. */
  ChatResult read(byte[] reply, ChatRequest request, TokenUsage assumed) {
    JsonNode root;
    try {
      root = MAPPER.readTree(reply);
    } catch (JacksonException e) {
      return new Unanswered(Reason.MALFORMED, assumed);
    }
    TokenUsage usage = usage(root.path("usage"), assumed);
    JsonNode choice = root.path("choices").path(0);
    JsonNode message = choice.path("message");
    String finish = choice.path("finish_reason").asString("");
    if (finish.equals("length")) {
      return new Unanswered(Reason.TOO_LONG, usage);
    } else if (finish.equals("content_filter") || message.path("refusal").isString()) {
      return new Unanswered(Reason.DECLINED, usage);
    } else if (!message.path("content").isString()) {
      return new Unanswered(Reason.MALFORMED, usage);
    }
    return validated(message.path("content").stringValue(), request.schema(), usage);
  }

  private static ChatResult validated(String content, AnswerSchema schema, TokenUsage usage) {
    JsonNode answer;
    try {
      answer = MAPPER.readTree(withoutFence(content));
    } catch (JacksonException e) {
      return new Unanswered(Reason.MALFORMED, usage);
    }
    if (answer == null || answer.isMissingNode()) {
      return new Unanswered(Reason.MALFORMED, usage);
    }
    return schema.violation(answer).isPresent()
        ? new Unanswered(Reason.WRONG_SHAPE, usage)
        : new Answered(answer, usage);
  }

  /** Small models wrap JSON in a code fence, whatever they are told. */
  private static String withoutFence(String content) {
    String text = content.strip();
    int firstLine = text.indexOf('\n');
    if (!text.startsWith("```") || !text.endsWith("```") || firstLine < 0) {
      return text;
    }
    return text.substring(firstLine, Math.max(firstLine, text.length() - 3));
  }

  private static TokenUsage usage(JsonNode usage, TokenUsage assumed) {
    return new TokenUsage(
        count(usage.path("prompt_tokens"), assumed.promptTokens()),
        count(usage.path("completion_tokens"), assumed.answerTokens()));
  }

  private static long count(JsonNode number, long assumed) {
    return number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0
        ? number.longValue()
        : assumed;
  }
}
