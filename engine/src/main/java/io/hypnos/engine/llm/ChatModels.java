package io.hypnos.engine.llm;

import io.hypnos.settings.LlmSettings;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;

/** Builds models that count and bound what their tenants use. */
public final class ChatModels {
  private final LlmSettings settings;
  private final SpendLedger ledger;
  private final Clock clock;

  public ChatModels(LlmSettings settings, SpendLedger ledger, Clock clock) {
    this.settings = settings;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** The operator's model under the caps of the settings and the tenant; empty if none is set. */
  public Optional<ChatModel> configured() {
    return LlmEndpoint.of(settings)
        .map(endpoint -> metered(endpoint, Prices.of(settings), SpendCaps.of(settings)));
  }

  /**
   * A model that a tenant brought and pays for itself: counted, never capped. Its address must have
   * passed the guard for outgoing calls.
   */
  public ChatModel brought(LlmEndpoint endpoint) {
    return metered(endpoint, new Prices(0, 0), SpendCaps.NONE);
  }

  private ChatModel metered(LlmEndpoint endpoint, Prices prices, SpendCaps caps) {
    RemoteChatModel remote =
        new RemoteChatModel(endpoint, settings, clock, new Random(), System::nanoTime);
    return new MeteredChatModel(remote, ledger, prices, caps, settings.maxAnswerTokens());
  }
}
