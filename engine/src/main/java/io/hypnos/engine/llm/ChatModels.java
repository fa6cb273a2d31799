package io.hypnos.engine.llm;

import io.hypnos.engine.outgoing.OutgoingHttp;
import io.hypnos.settings.LlmSettings;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;

/** Builds models that count and bound what their tenants use. */
public final class ChatModels {
  private final LlmSettings settings;
  private final SpendLedger ledger;
  private final OutgoingHttp outgoing;
  private final Clock clock;

  /**
   * @param outgoing the way to models that tenants brought
   */
  public ChatModels(LlmSettings settings, SpendLedger ledger, OutgoingHttp outgoing, Clock clock) {
    this.outgoing = outgoing;
    this.settings = settings;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** The operator's model under the caps of the settings and the tenant; empty if none is set. */
  public Optional<ChatModel> configured() {
    return LlmEndpoint.of(settings)
        .map(
            endpoint ->
                metered(
                    endpoint,
                    new DirectTransport(settings),
                    Prices.of(settings),
                    SpendCaps.of(settings)));
  }

  /**
   * A model that a tenant brought and pays for itself: counted, never capped. Every call of it goes
   * through the guard for outgoing calls.
   */
  public ChatModel brought(LlmEndpoint endpoint) {
    return metered(
        endpoint, new GuardedTransport(outgoing, settings), new Prices(0, 0), SpendCaps.NONE);
  }

  private ChatModel metered(
      LlmEndpoint endpoint, ChatTransport transport, Prices prices, SpendCaps caps) {
    RemoteChatModel remote =
        new RemoteChatModel(endpoint, settings, transport, clock, new Random(), System::nanoTime);
    return new MeteredChatModel(remote, ledger, prices, caps, settings.maxAnswerTokens());
  }
}
