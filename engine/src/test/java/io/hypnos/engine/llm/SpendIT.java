package io.hypnos.engine.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.Engine;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.llm.ChatResult.Answered;
import io.hypnos.engine.llm.ChatResult.Reason;
import io.hypnos.engine.llm.ChatResult.Unanswered;
import io.hypnos.engine.outgoing.HostResolver;
import io.hypnos.engine.outgoing.OutgoingHttp;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.TenantStore;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.OutgoingSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SpendIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static final OutgoingHttp OUTGOING =
      new OutgoingHttp(
          new OutgoingSettings(true, Duration.ofSeconds(5), Duration.ofSeconds(5)),
          HostResolver.SYSTEM);
  private static final Instant NOON = Instant.parse("2026-03-31T12:00:00Z");
  private static final Map<String, String> PRICED =
      Map.of("llm.prompt-price", "10", "llm.answer-price", "50", "llm.concurrency", "64");

  private final FakeChatServer server =
      new FakeChatServer(FakeChatServer.ok("{\"mood\": \"good\"}"));
  private Database database;
  private UUID tenant;

  @BeforeEach
  void open() {
    database = new Database(STACK.settings().database());
    tenant = newTenant();
  }

  @AfterEach
  void close() {
    database.close();
    server.close();
  }

  @Test
  void whatAnAnswerUsedIsBookedForItsTenantDayAndPrice() {
    ChatModel model = model(PRICED, NOON);

    assertThat(model.complete(ChatParts.question(tenant))).isInstanceOf(Answered.class);

    assertThat(ledger(NOON).today(tenant)).isEqualTo(new Spend(1, 100, 20, 2000));
    assertThat(ledger(NOON).thisMonth(tenant).costMicros()).isEqualTo(2000);
    assertThat(ledger(NOON).today(newTenant())).isEqualTo(new Spend(0, 0, 0, 0));
  }

  @Test
  void overTheTokensOfADayNothingIsAskedAndTheNextDayStartsAnew() {
    Map<String, String> capped = with("llm.daily-tokens", "200");

    assertThat(model(capped, NOON).complete(ChatParts.question(tenant)))
        .isInstanceOf(Answered.class);
    assertThat(reason(model(capped, NOON).complete(ChatParts.question(tenant))))
        .isEqualTo(Reason.OVER_BUDGET);
    assertThat(server.questions()).hasSize(1);
    assertThat(model(capped, NOON.plus(Duration.ofDays(1))).complete(ChatParts.question(tenant)))
        .isInstanceOf(Answered.class);
  }

  @Test
  void theMonthlyCapOfTheSettingsHoldsWhateverTheTenantSets() {
    Map<String, String> capped = with("llm.monthly-cap", "0.005");
    ChatModel model = model(capped, NOON);

    assertThat(model.complete(ChatParts.question(tenant))).isInstanceOf(Answered.class);
    assertThat(reason(model.complete(ChatParts.question(tenant)))).isEqualTo(Reason.OVER_BUDGET);

    ledger(NOON).setMonthlyCap(tenant, OptionalLong.of(1_000_000));
    assertThat(reason(model.complete(ChatParts.question(tenant)))).isEqualTo(Reason.OVER_BUDGET);
    assertThat(ledger(NOON).monthlyCap(tenant)).hasValue(1_000_000);
    ChatModel uncapped = model(PRICED, NOON);
    assertThat(uncapped.complete(ChatParts.question(tenant))).isInstanceOf(Answered.class);

    ledger(NOON).setMonthlyCap(tenant, OptionalLong.of(0));
    assertThat(reason(uncapped.complete(ChatParts.question(tenant)))).isEqualTo(Reason.OVER_BUDGET);

    ledger(NOON).setMonthlyCap(tenant, OptionalLong.empty());
    assertThat(ledger(NOON).monthlyCap(tenant)).isEmpty();
  }

  @Test
  void callersAtTheSameTimeDoNotPassACapTogether() throws Exception {
    ChatModel model = model(with("llm.daily-tokens", "1000"), NOON);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<ChatResult>> results = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      results.add(threads.submit(() -> model.complete(ChatParts.question(tenant))));
    }
    int answered = 0;
    for (Future<ChatResult> result : results) {
      answered += result.get() instanceof Answered ? 1 : 0;
    }
    threads.shutdown();

    assertThat(answered).isBetween(5, 8);
    assertThat(ledger(NOON).today(tenant).tokens()).isEqualTo(120L * answered);
  }

  @Test
  void aQuestionThatFailedCostsNothing() {
    try (FakeChatServer failing = new FakeChatServer(FakeChatServer.status(500))) {
      ChatModel model = model(failing, PRICED, NOON);

      assertThat(reason(model.complete(ChatParts.question(tenant)))).isEqualTo(Reason.SERVER_ERROR);
    }
    assertThat(ledger(NOON).today(tenant)).isEqualTo(new Spend(1, 0, 0, 0));
  }

  @Test
  void aModelThatATenantBroughtIsCountedButNotCapped() {
    ledger(NOON).setMonthlyCap(tenant, OptionalLong.of(0));
    ChatModels models =
        new ChatModels(
            ChatParts.settings(server, with("llm.daily-tokens", "1")),
            ledger(NOON),
            OUTGOING,
            at(NOON));
    ChatModel brought =
        models.brought(LlmEndpoint.of(ChatParts.settings(server, Map.of())).orElseThrow());

    assertThat(brought.complete(ChatParts.question(tenant))).isInstanceOf(Answered.class);
    assertThat(ledger(NOON).today(tenant)).isEqualTo(new Spend(1, 100, 20, 0));
  }

  @Test
  void withoutTheLedgerNothingIsAsked() {
    ChatModel model = model(PRICED, NOON);
    database.close();

    assertThat(reason(model.complete(ChatParts.question(tenant)))).isEqualTo(Reason.OVER_BUDGET);
    assertThat(server.questions()).isEmpty();
  }

  @Test
  void anEngineWithoutAnAddressHasNoModelOfItsOwn() {
    try (Engine engine = Engine.open(STACK.settings(), Clock.systemUTC())) {
      assertThat(reason(engine.chatModel().orElseThrow().complete(ChatParts.question(tenant))))
          .isEqualTo(Reason.RESTING);
    }
  }

  private UUID newTenant() {
    AuditLog audit = new AuditLog(database, at(NOON));
    return new TenantStore(database, audit, at(NOON))
        .create("tenant " + UUID.randomUUID(), Plan.TEAM, false)
        .id();
  }

  private ChatModel model(Map<String, String> settings, Instant now) {
    return model(server, settings, now);
  }

  private ChatModel model(FakeChatServer at, Map<String, String> settings, Instant now) {
    return new ChatModels(ChatParts.settings(at, settings), ledger(now), OUTGOING, at(now))
        .configured()
        .orElseThrow();
  }

  private SpendLedger ledger(Instant now) {
    return new SpendLedger(database, at(now));
  }

  private static Clock at(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  private static Map<String, String> with(String key, String value) {
    java.util.HashMap<String, String> values = new java.util.HashMap<>(PRICED);
    values.put(key, value);
    return values;
  }

  private static Reason reason(ChatResult result) {
    assertThat(result).isInstanceOf(Unanswered.class);
    return ((Unanswered) result).reason();
  }
}
