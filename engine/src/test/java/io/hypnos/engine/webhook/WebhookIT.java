package io.hypnos.engine.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.SettableClock;
import io.hypnos.engine.Tenants;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.webhook.Receiver.Received;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WebhookIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static final String CREATED = "memory.created";
  private static final String UPDATED = "memory.updated";
  private static final String DELETED = "memory.deleted";

  private final SettableClock clock =
      new SettableClock(Instant.EPOCH.plusSeconds(1_800_000_000L).toString());
  private final MemorySecrets secrets = new MemorySecrets();
  private Receiver receiver;
  private WebhookNode node;
  private Caller caller;

  @BeforeEach
  void open() throws IOException {
    receiver = new Receiver();
    node = new WebhookNode(STACK.settings(), clock, secrets, true);
    Tenants.prepare(node.database, STACK.settings());
    caller = Tenants.create(node.database);
  }

  @AfterEach
  void close() {
    // What a test leaves due would be sent by the next one.
    for (Webhook left :
        node.webhooks.list(caller.tenantId(), Optional.empty(), Optional.empty(), false)) {
      node.webhooks.revoke(caller, left.id());
    }
    node.close();
    receiver.close();
  }

  @Test
  void aChangeIsToldOnceSignedOverItsExactBytes() {
    IssuedWebhook hook = node.webhook(caller, receiver.url("/a"), CREATED, UPDATED, DELETED);

    UUID id = node.remember(caller, "notes", "Grüße an café");
    node.update(caller, id, "notes", "changed");
    node.delete(caller, id, "notes");
    node.sendDue();
    node.sendDue();

    assertThat(receiver.received)
        .extracting(each -> each.json().path("event").asString())
        .containsExactlyInAnyOrder(CREATED, UPDATED, DELETED);
    Received created = told(CREATED).get(0);
    assertThat(created.header("X-Hypnos-Signature"))
        .isEqualTo("sha256=" + new BodySigner(hook.secret()).hex(created.body()));
    assertThat(created.header("X-Hypnos-Event")).isEqualTo(CREATED);
    assertThat(created.header("X-Hypnos-Attempt")).isEqualTo("1");
    assertThat(created.header("Content-Type")).isEqualTo("application/json");
    assertThat(created.json().path("data").path("content").asString()).isEqualTo("Grüße an café");
    assertThat(created.json().path("data").path("id").asString()).isEqualTo(id.toString());
    assertThat(told(UPDATED).get(0).json().path("data").path("content").asString())
        .isEqualTo("changed");
    assertThat(told(DELETED).get(0).json().path("data").propertyNames())
        .containsExactlyInAnyOrder("id", "space");
    assertThat(log(hook))
        .extracting(Delivery::state)
        .containsOnly(Delivery.State.SUCCEEDED)
        .hasSize(3);
  }

  @Test
  void onlyWhatAWebhookAskedForIsTold() {
    UUID key = UUID.randomUUID();
    Caller keyed = new Caller(caller.tenantId(), Optional.of(key), caller.plan(), "r");
    node.webhook(caller, receiver.url("/all"), CREATED);
    node.webhook(caller, receiver.url("/updates"), UPDATED);
    scoped("/space", Optional.empty(), Optional.of("b"));
    scoped("/owner", Optional.of(key.toString()), Optional.empty());
    scoped("/both", Optional.of(key.toString()), Optional.of("b"));

    node.remember(caller, "a", "one");
    node.remember(caller, "b", "two");
    node.remember(keyed, "a", "three");
    node.remember(keyed, "b", "four");
    node.sendDue();

    assertThat(contents("/all")).containsExactlyInAnyOrder("one", "two", "three", "four");
    assertThat(contents("/updates")).isEmpty();
    assertThat(contents("/space")).containsExactlyInAnyOrder("two", "four");
    assertThat(contents("/owner")).containsExactlyInAnyOrder("three", "four");
    assertThat(contents("/both")).containsExactly("four");
  }

  @Test
  void aChangeThatIsRolledBackTellsNobody() {
    IssuedWebhook hook = node.webhook(caller, receiver.url("/a"), CREATED);

    assertThatThrownBy(() -> node.rememberAndFail(caller, "notes", "never"))
        .hasMessage("rolled back");
    node.sendDue();

    assertThat(receiver.received).isEmpty();
    assertThat(log(hook)).isEmpty();
  }

  @Test
  void aFailedDeliveryClimbsTheLadderAndBecomesADeadLetter() {
    IssuedWebhook hook = node.webhook(caller, receiver.url("/down"), CREATED);
    receiver.answer("/down", 503);
    node.remember(caller, "notes", "unheard");

    node.sendDue();
    for (long pause : new long[] {60, 300, 1800}) {
      int sent = receiver.received.size();
      clock.advance(Duration.ofSeconds(pause - 1));
      node.sendDue();
      assertThat(receiver.received).hasSize(sent);
      clock.advance(Duration.ofSeconds(1));
      node.sendDue();
      assertThat(receiver.received).hasSize(sent + 1);
    }
    clock.advance(Duration.ofDays(1));
    node.sendDue();

    assertThat(receiver.received)
        .extracting(each -> each.header("X-Hypnos-Attempt"))
        .containsExactly("1", "2", "3", "4");
    assertThat(receiver.received)
        .extracting(each -> new String(each.body(), UTF_8))
        .containsOnly(new String(receiver.received.get(0).body(), UTF_8));
    assertThat(deliveryIds()).hasSize(4);
    assertThat(log(hook))
        .extracting(Delivery::attempt, Delivery::state, Delivery::retried)
        .containsExactly(
            tuple(4, Delivery.State.ABANDONED, false),
            tuple(3, Delivery.State.ABANDONED, true),
            tuple(2, Delivery.State.ABANDONED, true),
            tuple(1, Delivery.State.ABANDONED, true));
    Delivery last = log(hook).get(0);
    assertThat(last.error()).contains("HTTP 503");
    assertThat(last.responseStatus()).contains(503);
    assertThat(last.responseBody().orElseThrow().getBytes(UTF_8)).hasSize(2048);
    assertThat(node.webhooks.deadLetters(caller.tenantId(), Optional.empty(), 10))
        .containsExactly(last);
  }

  @Test
  void aDeadLetterCanBeDeliveredAgain() {
    IssuedWebhook hook = node.webhook(caller, receiver.url("/down"), CREATED);
    receiver.answer("/down", 500);
    node.remember(caller, "notes", "at last");
    climbTheLadder();
    Delivery dead = node.webhooks.deadLetters(caller.tenantId(), Optional.empty(), 1).get(0);

    receiver.answer("/down", 204);
    UUID again = node.webhooks.redeliver(caller, dead.id());
    node.sendDue();

    Received last = receiver.received.get(receiver.received.size() - 1);
    assertThat(last.header("X-Hypnos-Delivery-Id")).isEqualTo(again.toString());
    assertThat(last.body()).isEqualTo(receiver.received.get(0).body());
    assertThat(log(hook).get(0).state()).isEqualTo(Delivery.State.SUCCEEDED);
    assertThat(log(hook).get(0).eventId()).isEqualTo(dead.eventId());
  }

  @Test
  void whatHasNotEndedOrWasRevokedOrIsNotOursCannotBeDeliveredAgain() {
    IssuedWebhook hook = node.webhook(caller, receiver.url("/a"), CREATED);
    node.remember(caller, "notes", "x");
    UUID pending = log(hook).get(0).id();

    assertFails(ErrorCode.CONFLICT, () -> node.webhooks.redeliver(caller, pending));
    assertFails(ErrorCode.NOT_FOUND, () -> node.webhooks.redeliver(caller, UUID.randomUUID()));
    assertFails(
        ErrorCode.NOT_FOUND, () -> node.webhooks.redeliver(Tenants.create(node.database), pending));
    node.webhooks.revoke(caller, hook.webhook().id());
    assertFails(ErrorCode.CONFLICT, () -> node.webhooks.redeliver(caller, pending));
  }

  @Test
  void aRedirectIsAFailureAndNotFollowed() {
    IssuedWebhook hook = node.webhook(caller, receiver.url("/moved"), CREATED);
    receiver.answer("/moved", 302);
    node.remember(caller, "notes", "x");

    node.sendDue();

    assertThat(receiver.received).hasSize(1);
    assertThat(log(hook))
        .extracting(Delivery::state, Delivery::attempt)
        .containsExactlyInAnyOrder(
            tuple(Delivery.State.PENDING, 2), tuple(Delivery.State.ABANDONED, 1));
  }

  @Test
  void aRevokedWebhookIsToldNothingMore() {
    IssuedWebhook hook = node.webhook(caller, receiver.url("/a"), CREATED);
    node.remember(caller, "notes", "waiting");

    assertThat(node.webhooks.revoke(caller, hook.webhook().id())).isTrue();
    assertThat(node.webhooks.revoke(caller, hook.webhook().id())).isFalse();
    node.remember(caller, "notes", "later");
    node.sendDue();

    assertThat(receiver.received).isEmpty();
    assertThat(log(hook))
        .extracting(Delivery::state, Delivery::error)
        .containsExactly(tuple(Delivery.State.ABANDONED, Optional.of("the webhook was revoked")));
    assertThat(list(false)).isEmpty();
    assertThat(list(true)).extracting(Webhook::id).containsExactly(hook.webhook().id());
  }

  @Test
  void receiversThatHangDelayNoOthers() {
    node.webhook(caller, receiver.url("hanging.test", "/hang"), CREATED);
    node.webhook(caller, receiver.url("fine.test", "/fine"), CREATED);
    for (int i = 0; i < 30; i++) {
      node.remember(caller, "notes", "memory " + i);
    }
    long start = System.nanoTime();

    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              node.dispatcher.runOnce();
              return receiver.at("/fine").size() == 30;
            });

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    int turnsOfHanging = (int) (took.toMillis() / WebhookNode.TIMEOUT.toMillis()) + 1;
    assertThat(receiver.at("/hang").size()).isLessThanOrEqualTo(2 * turnsOfHanging);
    assertThat(took).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void twoNodesTellEachChangeOnce() throws Exception {
    IssuedWebhook hook = node.webhook(caller, receiver.url("/a"), CREATED);
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 150; i++) {
      node.remember(caller, "notes", "memory " + i);
      expected.add("memory " + i);
    }
    try (WebhookNode other = new WebhookNode(STACK.settings(), clock, secrets, true)) {
      Thread otherThread = new Thread(other::sendDue);
      otherThread.start();
      node.sendDue();
      otherThread.join();
      node.sendDue();
    }

    assertThat(
            node.webhooks.deliveries(caller.tenantId(), hook.webhook().id(), Optional.empty(), 200))
        .hasSize(150)
        .allMatch(each -> each.state() == Delivery.State.SUCCEEDED);
    assertThat(contents("/a")).hasSize(150).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void whatADyingNodeWasSendingIsSentAgainOnceItsLeaseIsOver() throws Exception {
    try (WebhookNode present =
        new WebhookNode(STACK.settings(), Clock.systemUTC(), secrets, true)) {
      IssuedWebhook hook = present.webhook(caller, receiver.url("/hang"), CREATED);
      present.remember(caller, "notes", "in the middle");
      Process dying = startDyingSender();
      try {
        await().atMost(Duration.ofSeconds(60)).until(() -> receiver.received.size() == 1);
      } finally {
        dying.destroyForcibly().waitFor();
      }
      assertThat(log(hook)).extracting(Delivery::state).containsExactly(Delivery.State.SENDING);

      SettableClock later =
          new SettableClock(Clock.systemUTC().instant().plusSeconds(80).toString());
      try (WebhookNode next = new WebhookNode(STACK.settings(), later, secrets, true)) {
        next.sendDue();
        assertThat(receiver.received).hasSize(1);
        later.advance(Duration.ofSeconds(11));
        next.dispatcher.runOnce();
        await().atMost(Duration.ofSeconds(10)).until(() -> receiver.received.size() == 2);
      }
      assertThat(deliveryIds()).hasSize(1);
    }
  }

  @Test
  void theAddressIsCheckedAgainWhenADeliveryIsSent() {
    IssuedWebhook hook = node.webhook(caller, receiver.url("/a"), CREATED);
    node.remember(caller, "notes", "x");
    try (WebhookNode strict = new WebhookNode(STACK.settings(), clock, secrets, false)) {
      strict.sendDue();
    }

    assertThat(receiver.received).isEmpty();
    assertThat(log(hook).stream().flatMap(each -> each.error().stream()))
        .containsExactly("the host of the URL resolves to a non-routable address");
  }

  @Test
  void whatMayNotBeCalledIsNotKept() {
    assertFails(ErrorCode.VALIDATION, () -> node.webhook(caller, "ftp://receiver.test/", CREATED));
    assertFails(
        ErrorCode.VALIDATION, () -> node.webhook(caller, "http://169.254.169.254/", CREATED));
    assertFails(ErrorCode.VALIDATION, () -> node.webhook(caller, receiver.url("/a")));
    assertFails(ErrorCode.VALIDATION, () -> node.webhook(caller, receiver.url("/a"), "no event"));

    for (int i = 0; i < 5; i++) {
      node.webhook(caller, receiver.url("/" + i), CREATED);
    }
    assertFails(ErrorCode.QUOTA_EXCEEDED, () -> node.webhook(caller, receiver.url("/6"), CREATED));
    assertThat(list(true)).hasSize(5);
  }

  @Test
  void tenantsSeeNothingOfEachOther() {
    Caller other = Tenants.create(node.database);
    IssuedWebhook hook = node.webhook(caller, receiver.url("/mine"), CREATED);
    node.remember(other, "notes", "theirs");
    node.remember(caller, "notes", "mine");
    node.sendDue();

    assertThat(contents("/mine")).containsExactly("mine");
    UUID id = hook.webhook().id();
    assertThat(node.webhooks.find(caller.tenantId(), id)).isPresent();
    assertThat(node.webhooks.find(other.tenantId(), id)).isEmpty();
    assertThat(node.webhooks.revoke(other, id)).isFalse();
    assertThat(node.webhooks.list(other.tenantId(), Optional.empty(), Optional.empty(), true))
        .isEmpty();
    assertThat(node.webhooks.deliveries(other.tenantId(), id, Optional.empty(), 10)).isEmpty();
    long visible =
        node.database.inTenant(
            other.tenantId(),
            handle ->
                handle
                    .createQuery(
                        "SELECT (SELECT count(*) FROM webhook)"
                            + " + (SELECT count(*) FROM webhook_delivery)")
                    .mapTo(Long.class)
                    .one());
    assertThat(visible).isZero();
  }

  @Test
  void theLogIsReadPageByPage() {
    IssuedWebhook hook = node.webhook(caller, receiver.url("/a"), CREATED);
    for (int i = 0; i < 11; i++) {
      node.remember(caller, "notes", "memory " + i);
      clock.advance(Duration.ofMillis(i % 3));
    }

    List<UUID> paged = new ArrayList<>();
    Optional<UUID> after = Optional.empty();
    List<Delivery> page;
    do {
      page = node.webhooks.deliveries(caller.tenantId(), hook.webhook().id(), after, 4);
      page.forEach(each -> paged.add(each.id()));
      after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1).id());
    } while (!page.isEmpty());

    assertThat(paged)
        .containsExactlyElementsOf(log(hook).stream().map(Delivery::id).toList())
        .hasSize(11)
        .doesNotHaveDuplicates();
  }

  @Test
  void whatWasToldOfADeletedMemoryIsForgotten() {
    node.webhook(caller, receiver.url("/a"), CREATED, DELETED);
    UUID id = node.remember(caller, "notes", "secret");
    UUID kept = node.remember(caller, "notes", "kept");
    node.sendDue();

    node.delete(caller, id, "notes");
    node.sendDue();

    assertThat(subjects(id)).containsExactly("{}", "{}");
    assertThat(subjects(kept)).singleElement().asString().contains("kept");
  }

  @Test
  void endedDeliveriesAreKeptForAWeek() {
    IssuedWebhook hook = node.webhook(caller, receiver.url("/a"), CREATED);
    node.remember(caller, "notes", "old");
    node.sendDue();
    clock.advance(Duration.ofDays(6));
    node.remember(caller, "notes", "young");
    node.sendDue();
    node.remember(caller, "notes", "waiting");
    clock.advance(Duration.ofDays(1).plusSeconds(1));

    while (node.dispatcher.forgetOld()) {
      // Page by page.
    }

    assertThat(log(hook))
        .extracting(Delivery::state)
        .containsExactlyInAnyOrder(Delivery.State.SUCCEEDED, Delivery.State.PENDING);
  }

  @Test
  void eachWebhookSpeaksItsFormatAndOneThatANodeLacksWaitsForOneThatHasIt() {
    DeliveryFormat shouting = new Shouting();
    try (WebhookNode other = new WebhookNode(STACK.settings(), clock, secrets, true)) {
      other.formats.register(shouting);
      IssuedWebhook hook =
          other.webhooks.create(
              caller,
              new NewWebhook(
                  receiver.url("/a"),
                  List.of("thing.happened"),
                  Optional.empty(),
                  Optional.empty(),
                  shouting.id(),
                  Optional.empty()));
      other.database.inTenant(
          caller.tenantId(),
          handle -> {
            other.publisher.publish(
                handle,
                caller.tenantId(),
                clock.instant(),
                new WebhookEvent(
                    "thing.happened",
                    Optional.empty(),
                    Optional.empty(),
                    "thing-1",
                    Map.of("score", 0.5)));
            return null;
          });

      node.sendDue();
      assertThat(receiver.received).isEmpty();
      other.sendDue();

      Received received = receiver.received.get(0);
      assertThat(new String(received.body(), UTF_8))
          .isEqualTo("THING.HAPPENED thing-1 {score=0.5}");
      assertThat(received.header("X-Loud"))
          .isEqualTo(new BodySigner(hook.secret()).hex(received.body()));
    }
  }

  private static final class Shouting implements DeliveryFormat {
    @Override
    public String id() {
      return "shouting";
    }

    @Override
    public Message render(Notification notification, BodySigner signer) {
      String text =
          notification.event().toUpperCase(java.util.Locale.ROOT)
              + " "
              + notification.subjectId()
              + " "
              + notification.subject();
      byte[] body = text.getBytes(UTF_8);
      return new Message(body, Map.of("X-Loud", signer.hex(body)));
    }
  }

  private void climbTheLadder() {
    node.sendDue();
    for (long pause : new long[] {60, 300, 1800}) {
      clock.advance(Duration.ofSeconds(pause));
      node.sendDue();
    }
  }

  private static Process startDyingSender() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            DyingSender.class.getName(),
            STACK.settingsFile().toString())
        .inheritIO()
        .start();
  }

  private void scoped(String path, Optional<String> owner, Optional<String> space) {
    node.webhooks.create(
        caller,
        new NewWebhook(
            receiver.url(path),
            List.of(CREATED),
            owner,
            space,
            NeutralFormat.ID,
            Optional.empty()));
  }

  private List<Delivery> log(IssuedWebhook hook) {
    return node.webhooks.deliveries(caller.tenantId(), hook.webhook().id(), Optional.empty(), 100);
  }

  private List<Webhook> list(boolean includeRevoked) {
    return node.webhooks.list(
        caller.tenantId(), Optional.empty(), Optional.empty(), includeRevoked);
  }

  private List<Received> told(String event) {
    return receiver.received.stream()
        .filter(each -> each.json().path("event").asString().equals(event))
        .toList();
  }

  private List<String> contents(String path) {
    return receiver.at(path).stream()
        .map(each -> each.json().path("data").path("content").asString())
        .toList();
  }

  private Set<String> deliveryIds() {
    Set<String> ids = new HashSet<>();
    receiver.received.forEach(each -> ids.add(each.header("X-Hypnos-Delivery-Id")));
    return ids;
  }

  private List<String> subjects(UUID memoryId) {
    return node.database.inTenant(
        caller.tenantId(),
        handle ->
            handle
                .createQuery("SELECT subject::text FROM webhook_delivery WHERE subject_id = :id")
                .bind("id", memoryId.toString())
                .mapTo(String.class)
                .list());
  }

  private static void assertFails(ErrorCode code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(HypnosException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
