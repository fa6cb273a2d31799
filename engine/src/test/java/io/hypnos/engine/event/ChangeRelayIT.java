package io.hypnos.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.Tenants;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.event.ChangeTopic.Published;
import io.hypnos.engine.event.Outbox.Change;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.schemas.message.ChangeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ChangeRelayIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.KAFKA);

  private static ChangeNode node;
  private static ChangeNode otherNode;
  private Caller caller;

  @BeforeAll
  static void openTwoNodes() {
    node = new ChangeNode(STACK.settings());
    otherNode = new ChangeNode(STACK.settings());
    Tenants.prepare(node.database, STACK.settings());
  }

  @AfterAll
  static void close() {
    node.close();
    otherNode.close();
  }

  @BeforeEach
  void newTenant() {
    caller = Tenants.create(node.database);
  }

  @Test
  void everyKindOfChangeArrivesOnceAndWithoutContent() {
    UUID memory = UUID.randomUUID();
    long version = 0;
    for (Change change : Change.values()) {
      node.change(caller, memory, change, ++version);
    }

    publishAll();
    publishAll();

    List<Published> published = published();
    assertThat(published)
        .extracting(each -> each.message().change())
        .containsExactly(ChangeMessage.Change.values());
    assertThat(published)
        .extracting(each -> each.message().rowVersion())
        .containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(published).extracting(Published::key).containsOnly(caller.tenantId() + "|" + memory);
    assertThat(published).extracting(Published::requestId).containsOnly("test-request");
    assertThat(published.get(0).message().space()).isEqualTo("notes");
    assertThat(published.get(0).json()).doesNotContain("content");
    assertThat(node.relay.lag().waiting()).isZero();
  }

  @Test
  void whatIsRolledBackIsNotPublished() {
    assertThatThrownBy(
            () ->
                node.database.inTenant(
                    caller.tenantId(),
                    handle -> {
                      new Outbox()
                          .append(
                              handle,
                              caller.tenantId(),
                              "r",
                              java.time.Instant.EPOCH,
                              List.of(
                                  new Outbox.Entry(UUID.randomUUID(), "s", Change.CREATED, 1, 1)));
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");

    publishAll();

    assertThat(published()).isEmpty();
  }

  @Test
  void twoNodesKeepTheOrderOfEachMemory() throws Exception {
    List<UUID> memories = memories(20);
    AtomicBoolean writing = new AtomicBoolean(true);
    List<Thread> relays = new ArrayList<>();
    for (ChangeNode each : List.of(node, otherNode)) {
      Thread thread =
          new Thread(
              () -> {
                while (writing.get()) {
                  each.publishSome();
                }
              });
      thread.start();
      relays.add(thread);
    }
    writeVersions(memories, 1, 25);
    writing.set(false);
    for (Thread thread : relays) {
      thread.join();
    }
    publishAll();

    assertExactlyInOrder(memories, 25);
    assertThat(published()).hasSize(20 * 25);
  }

  @Test
  void aBrokerThatIsAwayLosesNothingAndItsReturnIsEnough() {
    List<UUID> memories = memories(5);
    writeVersions(memories, 1, 3);
    publishAll();
    STACK.stop(Part.KAFKA);
    try {
      writeVersions(memories, 4, 6);
      assertThatThrownBy(() -> node.relay.runOnce())
          .isInstanceOfSatisfying(
              HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
      assertThat(node.relay.lag().waiting()).isEqualTo(15);
      assertThat(node.relay.lag().oldest()).isPresent();
    } finally {
      STACK.start(Part.KAFKA);
    }

    publishAll();

    assertExactlyInOrder(memories, 6);
    assertThat(node.relay.lag().waiting()).isZero();
  }

  @Test
  void aNodeThatIsKilledInTheMiddleIsFollowedByAnother() throws Exception {
    List<UUID> memories = memories(10);
    writeVersions(memories, 1, 60);
    Process dying = startDyingNode();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> node.relay.lag().waiting() < 600);
      writeVersions(memories, 61, 80);
    } finally {
      dying.destroyForcibly().waitFor();
    }
    writeVersions(memories, 81, 100);

    publishAll();

    assertExactlyInOrder(memories, 100);
  }

  @Test
  void whatWaitsIsSeenByItsTenantOnly() {
    node.change(caller, UUID.randomUUID(), Change.CREATED, 1);

    assertThat(waitingSeenBy(caller)).isOne();
    assertThat(waitingSeenBy(Tenants.create(node.database))).isZero();
  }

  @Test
  void whatWasForgottenInARemovedSpaceIsPublishedAsDeleted() {
    UUID forgotten = UUID.randomUUID();
    node.forgotten(caller, forgotten);

    assertThat(node.spaces.removeEmpty(caller, "notes")).isTrue();
    publishAll();

    assertThat(published())
        .extracting(each -> each.message().memoryId(), each -> each.message().change())
        .containsExactly(tuple(forgotten, ChangeMessage.Change.DELETED));
  }

  private static long waitingSeenBy(Caller viewer) {
    return node.database.inTenant(
        viewer.tenantId(),
        handle ->
            handle.createQuery("SELECT count(*) FROM unpublished_change").mapTo(Long.class).one());
  }

  private static List<UUID> memories(int count) {
    return IntStream.range(0, count).mapToObj(i -> UUID.randomUUID()).toList();
  }

  private void writeVersions(List<UUID> memories, int from, int to) {
    for (int version = from; version <= to; version++) {
      for (UUID memory : memories) {
        node.change(caller, memory, version == 1 ? Change.CREATED : Change.UPDATED, version);
      }
    }
  }

  /** Publishes until nothing is left, whatever the broker does meanwhile. */
  private static void publishAll() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              node.publishSome();
              return node.relay.lag().waiting() == 0;
            });
  }

  private List<Published> published() {
    return ChangeTopic.of(STACK.settings().kafka().bootstrap(), caller.tenantId());
  }

  /** No version is missing, and none comes for the first time before the one ahead of it. */
  private void assertExactlyInOrder(List<UUID> memories, int versions) {
    Map<UUID, List<Long>> firsts = new HashMap<>();
    Set<Long> seen = new HashSet<>();
    for (Published each : published()) {
      if (seen.add(each.message().sequence())) {
        firsts
            .computeIfAbsent(each.message().memoryId(), id -> new ArrayList<>())
            .add(each.message().rowVersion());
      }
    }
    List<Long> expected = IntStream.rangeClosed(1, versions).mapToObj(Long::valueOf).toList();
    assertThat(firsts.keySet()).containsExactlyInAnyOrderElementsOf(memories);
    assertThat(firsts.values()).allSatisfy(each -> assertThat(each).isEqualTo(expected));
  }

  private static Process startDyingNode() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ChangeNode.class.getName(),
            STACK.settingsFile().toString())
        .inheritIO()
        .start();
  }
}
