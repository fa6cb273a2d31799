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

  /** No model takes or gives more; what one says beyond is made up. */
  private static final long MOST_TOKENS = 10_000_000;

  private static final JsonNode UNTOLD = JsonMapper.shared().missingNode();

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
   * @param mayCost whether the model may have worked for it
   */
  public record Reply(Optional<ObjectNode> body, String problem, boolean mayCost) {
    static Reply refused(String problem) {
      return new Reply(Optional.empty(), problem, false);
    }

    static Reply lost(String problem) {
      return new Reply(Optional.empty(), problem, true);
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
    TokenUsage used = reply.mayCost() ? used(reply, estimate) : TokenUsage.NONE;
    ledger.settle(reserved.get(), used, prices.micros(used));
    return reply;
  }

  /** What the model says that it used; what it does not say counts as it was estimated. */
  private static TokenUsage used(Reply reply, TokenUsage estimate) {
    JsonNode told = reply.body().<JsonNode>map(body -> body.path("usage")).orElse(UNTOLD);
    return new TokenUsage(
        tokens(told.path("prompt_tokens"), estimate.promptTokens()),
        tokens(told.path("completion_tokens"), estimate.answerTokens()));
  }

  private static long tokens(JsonNode told, long estimate) {
    return told.isNumber()
        ? (long) Math.max(0, Math.min(MOST_TOKENS, told.doubleValue()))
        : estimate;
  }

  private Reply ask(LlmEndpoint endpoint, boolean brought, byte[] body) {
    ChatTransport.Reply reply =
        (brought ? guarded : direct).post(endpoint, body, settings.deadline());
    if (reply instanceof ChatTransport.Answered answered) {
      return read(answered);
    }
    return reply instanceof ChatTransport.Late
        ? Reply.lost("it gave no answer in time")
        : Reply.refused("it cannot be reached");
  }

  private static Reply read(ChatTransport.Answered response) {
    if (response.status() < 200 || response.status() >= 300) {
      return Reply.refused("it answered with status " + response.status());
    }
    if (response.body().isEmpty()) {
      return Reply.lost("its answer is too long");
    }
    try {
      JsonNode answer = JsonMapper.shared().readTree(response.body().get());
      return answer instanceof ObjectNode object
          ? new Reply(Optional.of(object), "", true)
          : Reply.lost("its answer is no JSON object");
    } catch (JacksonException e) {
      return Reply.lost("its answer is no JSON");
    }
  }
}
