package io.hypnos.engine.llm;

import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.llm.ChatResult.Reason;
import io.hypnos.engine.llm.ChatResult.Unanswered;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a model within the budget of the tenant and books what was used. Without the ledger nothing
 * is asked: spend that nobody counts is worse than an answer by rules.
 */
final class MeteredChatModel implements ChatModel {
  private static final Logger LOG = LoggerFactory.getLogger(MeteredChatModel.class);

  private final ChatModel model;
  private final SpendLedger ledger;
  private final Prices prices;
  private final SpendCaps caps;
  private final int maxAnswerTokens;

  MeteredChatModel(
      ChatModel model, SpendLedger ledger, Prices prices, SpendCaps caps, int maxAnswerTokens) {
    this.model = model;
    this.ledger = ledger;
    this.prices = prices;
    this.caps = caps;
    this.maxAnswerTokens = maxAnswerTokens;
  }

  @Override
  public String modelId() {
    return model.modelId();
  }

  @Override
  public ChatResult complete(ChatRequest request) {
    TokenUsage estimate =
        new TokenUsage(
            request.estimatedPromptTokens(), Math.min(request.maxTokens(), maxAnswerTokens));
    Optional<Reservation> reservation;
    try {
      reservation =
          ledger.reserve(
              request.tenantId(),
              request.purpose(),
              model.modelId(),
              estimate,
              prices.micros(estimate),
              caps);
    } catch (HypnosException e) {
      LOG.warn("the spend of the language model cannot be read, so it is not asked");
      return new Unanswered(Reason.OVER_BUDGET, TokenUsage.NONE);
    }
    if (reservation.isEmpty()) {
      return new Unanswered(Reason.OVER_BUDGET, TokenUsage.NONE);
    }
    ChatResult result = model.complete(request);
    try {
      ledger.settle(reservation.get(), result.usage(), prices.micros(result.usage()));
    } catch (HypnosException e) {
      // The estimate stays booked.
      LOG.warn("the spend of an answer could not be settled");
    }
    return result;
  }
}
