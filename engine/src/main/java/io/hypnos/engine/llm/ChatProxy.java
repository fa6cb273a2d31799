package io.hypnos.engine.llm;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.outgoing.OutgoingHttp;
import io.hypnos.settings.LlmSettings;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hands a talk of a caller on to a language model and gives back what it says, unchanged. What is
 * used is counted, and bounded where the operator pays.
 */
public final class ChatProxy {
  private static final String PURPOSE = "proxy";
  private static final int CHARACTERS_A_TOKEN = 3;

  private final LlmSettings settings;
  private final SpendLedger ledger;
  private final ChatTransport direct;
  private final ChatTransport guarded;

  /**
   * @param outgoing the way to models that tenants brought
   */
  public ChatProxy(LlmSettings settings, SpendLedger ledger, OutgoingHttp outgoing) {
    this.settings = settings;
    this.ledger = ledger;
    this.direct = new DirectTransport(settings);
    this.guarded = new GuardedTransport(outgoing, settings);
  }

  /**
   * What came back.
   *
   * @param body absent when the model failed
   * @param problem why, in a few words
   */
  public record Reply(Optional<ObjectNode> body, String problem) {
    static Reply failed(String problem) {
      return new Reply(Optional.empty(), problem);
    }
  }

  /**
   * @param paysItself whether the tenant brought the model, so that no cap of ours holds
   * @param talk the body of the question, in OpenAI's shape
   */
  public Reply complete(UUID tenantId, LlmEndpoint endpoint, boolean paysItself, ObjectNode talk) {
    Prices prices = paysItself ? new Prices(0, 0) : Prices.of(settings);
    byte[] body = JsonMapper.shared().writeValueAsBytes(talk);
    TokenUsage estimate =
        new TokenUsage(
            body.length / CHARACTERS_A_TOKEN + 1,
            talk.path("max_tokens").asInt(settings.maxAnswerTokens()));
    Optional<Reservation> reserved =
        ledger.reserve(
            tenantId,
            PURPOSE,
            endpoint.model(),
            estimate,
            prices.micros(estimate),
            paysItself ? SpendCaps.NONE : SpendCaps.of(settings));
    if (reserved.isEmpty()) {
      throw new HypnosException(
          ErrorCode.QUOTA_EXCEEDED, "what may be spent on the language model is used up");
    }
    Reply reply = ask(endpoint, paysItself, body);
    TokenUsage used =
        reply
            .body()
            .map(
                answer ->
                    new TokenUsage(
                        answer.path("usage").path("prompt_tokens").asLong(0),
                        answer.path("usage").path("completion_tokens").asLong(0)))
            .orElse(TokenUsage.NONE);
    ledger.settle(reserved.get(), used, prices.micros(used));
    return reply;
  }

  private Reply ask(LlmEndpoint endpoint, boolean brought, byte[] body) {
    ChatTransport.Reply reply =
        (brought ? guarded : direct).post(endpoint, body, settings.deadline());
    if (reply instanceof ChatTransport.Answered answered) {
      return read(answered);
    }
    return Reply.failed(
        reply instanceof ChatTransport.Late ? "it gave no answer in time" : "it cannot be reached");
  }

  private static Reply read(ChatTransport.Answered response) {
    if (response.status() < 200 || response.status() >= 300) {
      return Reply.failed("it answered with status " + response.status());
    }
    if (response.body().isEmpty()) {
      return Reply.failed("its answer is too long");
    }
    try {
      JsonNode answer = JsonMapper.shared().readTree(response.body().get());
      return answer instanceof ObjectNode object
          ? new Reply(Optional.of(object), "")
          : Reply.failed("its answer is no JSON object");
    } catch (JacksonException e) {
      return Reply.failed("its answer is no JSON");
    }
  }
}
