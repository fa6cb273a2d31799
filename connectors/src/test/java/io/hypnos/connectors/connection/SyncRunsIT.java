package io.hypnos.connectors.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.Sleeper;
import io.hypnos.connectors.kit.Bench;
import io.hypnos.connectors.kit.Shelf;
import io.hypnos.connectors.sync.Provider;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.SyncResult.Status;
import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.Secret;
import io.hypnos.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs by the record: who holds a connection, what a lost one may do, when the next one is. */
final class SyncRunsIT {
  @RegisterExtension
  static final LocalStack STACK =
      LocalStack.of(Part.POSTGRES, Part.OPENSEARCH, Part.KAFKA, Part.S3);

  private static Engine engine;

  private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();
  private final Bench.Hand clock = new Bench.Hand();
  private final Shelf shelf = new Shelf();
  private Connections node;
  private Connections otherNode;
  private Caller caller;

  /** A process that is killed: nothing below a run catches this. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final class Unchanging implements TokenRenewal {
    @Override
    public Map<String, String> beforeRun(
        Connection connection, Map<String, String> credentials, Runnable alive) {
      return credentials;
    }

    @Override
    public Optional<String> renewed(Connection connection, String refused, Runnable alive) {
      return Optional.empty();
    }
  }

  private final class Library implements Provider {
    @Override
    public String name() {
      return "library";
    }

    @Override
    public int callsPerMinute() {
      return 1_000;
    }

    @Override
    public Source open(Setup setup) {
      return shelves.get(setup.requiredConfig("shelf"));
    }
  }

  @BeforeAll
  static void open() {
    engine =
        Engine.open(
            Settings.with(
                STACK.settings(), Map.of("search.timeout", "5s", "database.connect-timeout", "5s")),
            Clock.systemUTC());
    engine.firstTenant().ensure();
    engine.index().ensure();
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @BeforeEach
  void nodes() {
    node = connections();
    otherNode = connections();
    Tenant tenant = engine.tenants().create("tenant-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    caller = new Caller(tenant.id(), Optional.of(UUID.randomUUID()), tenant.plan(), "request");
    shelves.put("main", shelf);
  }

  @AfterEach
  void endAll() {
    node.list(caller.tenantId()).forEach(each -> node.delete(caller, each.id(), false));
  }

  private Connections connections() {
    return connections(engine, clock);
  }

  private Connections connections(Engine engine, Clock clock) {
    return new Connections(
        engine,
        new Providers(List.of(new Library())),
        STACK.settings().connectors(),
        new Unchanging(),
        Sleeper.THREAD,
        new Random(11),
        UUID::randomUUID,
        clock);
  }

  private Connection connect(String of, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("shelf", of);
    return node.create(
        caller,
        new NewConnection(
            "library", of, "books", Optional.empty(), config, Map.of("token", "secret-token")));
  }

  private Connection connect() {
    return connect("main", Map.of());
  }

  private Connection now(Connection connection) {
    return node.require(caller.tenantId(), connection.id());
  }

  private List<String> statuses(Connection connection) {
    return node.runs(caller.tenantId(), connection.id(), 100).stream().map(Run::status).toList();
  }

  private Set<String> known(Connection connection) {
    return engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                new HashSet<>(
                    handle
                        .createQuery(
                            """
                            SELECT external_id
                            FROM connection_record
                            WHERE tenant_id = :tenant AND connection_id = :id AND NOT deleted
                              AND fingerprint <> ''
                            """)
                        .bind("tenant", caller.tenantId())
                        .bind("id", connection.id())
                        .mapTo(String.class)
                        .list()));
  }

  private void database(String sql, Connection connection) {
    engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle
                    .createUpdate(sql + " WHERE tenant_id = :tenant AND connection_id = :id")
                    .bind("tenant", caller.tenantId())
                    .bind("id", connection.id())
                    .execute());
  }

  /** As if the holder had shown no sign of life for as long as it may. */
  private void leaseRunsOut(Connection connection) {
    database("UPDATE connection SET run_until = now() - interval '1 second'", connection);
  }

  private <T> T one(String sql, Connection connection, Class<T> type) {
    return engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle
                    .createQuery(sql + " WHERE tenant_id = :tenant AND connection_id = :id")
                    .bind("tenant", caller.tenantId())
                    .bind("id", connection.id())
                    .mapTo(type)
                    .one());
  }

  private static void failing() {
    throw ProviderFailure.of(Kind.UNAVAILABLE, "no connection");
  }

  @Test
  void twoNodesShareWhatIsDueAndNoConnectionIsSyncedTwice() throws Exception {
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Shelf small = new Shelf();
      small.write(0, 3);
      shelves.put("s" + i, small);
      all.add(connect("s" + i, Map.of()));
    }
    clock.pass(Duration.ofMinutes(2));

    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Integer>> work = new ArrayList<>();
    for (Connections each : List.of(node, otherNode, node, otherNode)) {
      work.add(threads.submit(() -> workOn(each)));
    }
    int runs = 0;
    for (Future<Integer> each : work) {
      runs += each.get();
    }
    threads.shutdown();

    assertThat(runs).isEqualTo(12);
    assertThat(all).allSatisfy(each -> assertThat(statuses(each)).containsExactly("success"));
    assertThat(all).allSatisfy(each -> assertThat(now(each).syncedTotal()).isEqualTo(3));
    assertThat(node.claim(() -> false)).isEmpty();
  }

  private static int workOn(Connections connections) {
    int runs = 0;
    Optional<Runnable> next = connections.claim(() -> false);
    while (next.isPresent()) {
      next.get().run();
      runs++;
      next = connections.claim(() -> false);
    }
    return runs;
  }

  @Test
  void aRunKeepsItsConnectionHoweverLongItLasts() {
    shelf.write(0, 40);
    Connection connection = connect();
    List<Optional<Runnable>> others = new ArrayList<>();
    List<Boolean> fresh = new ArrayList<>();
    Bench.Hand wrong = new Bench.Hand();
    wrong.pass(Duration.ofDays(3_650));
    Connections ahead = connections(engine, wrong);
    shelf.onList =
        () -> {
          clock.pass(Duration.ofSeconds(50));
          fresh.add(
              one(
                  "SELECT run_until > now() + interval '2 minutes' FROM connection",
                  connection,
                  Boolean.class));
          database("UPDATE connection SET run_until = now() + interval '1 minute'", connection);
          others.add(otherNode.claim(() -> false));
          others.add(ahead.claim(() -> false));
          assertThatThrownBy(() -> ahead.sync(caller, connection.id(), false))
              .isInstanceOfSatisfying(
                  HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        };

    Connections.Ran ran = node.sync(caller, connection.id(), false);

    assertThat(ran.result().status()).isEqualTo(Status.SUCCESS);
    assertThat(others).hasSize(22).allMatch(Optional::isEmpty);
    assertThat(fresh).hasSize(11).containsOnly(true);
    assertThat(known(connection)).isEqualTo(shelf.books.keySet());
  }

  @Test
  void aRunThatLostItsConnectionStoresNothingMore() {
    shelf.write(0, 20);
    Connection connection = connect();
    shelf.onList =
        () -> {
          if (shelf.lists == 3) {
            clock.pass(Duration.ofMinutes(10));
            leaseRunsOut(connection);
            otherNode.claim(() -> false).orElseThrow().run();
            shelf.write(20, 24);
          }
        };

    Connections.Ran lost = node.sync(caller, connection.id(), false);

    assertThat(lost.result().status()).isEqualTo(Status.ERROR);
    assertThat(lost.result().error()).contains("another run has taken the connection over");
    assertThat(now(connection).status()).isEqualTo("active");
    assertThat(now(connection).failures()).isZero();
    assertThat(known(connection)).hasSize(20);
    assertThat(statuses(connection)).containsExactlyInAnyOrder("error", "success");
    node.sync(caller, connection.id(), false);
    assertThat(known(connection)).isEqualTo(shelf.books.keySet());
  }

  @Test
  void aKilledRunGoesOnFromItsLastPageWhenItsLeaseHasEnded() {
    shelf.write(0, 40);
    Connection connection = connect();
    shelf.onList =
        () -> {
          if (shelf.lists == 6) {
            throw new Killed();
          }
        };
    assertThatThrownBy(() -> node.sync(caller, connection.id(), false)).isInstanceOf(Killed.class);
    assertThat(now(connection).running()).isTrue();
    assertThat(known(connection)).hasSize(20);
    assertThat(otherNode.claim(() -> false)).isEmpty();

    clock.pass(Duration.ofMinutes(4));
    leaseRunsOut(connection);
    shelf.fetches = 0;
    otherNode.claim(() -> false).orElseThrow().run();

    assertThat(shelf.fetches).isEqualTo(20);
    assertThat(known(connection)).isEqualTo(shelf.books.keySet());
    assertThat(now(connection).syncedTotal()).isEqualTo(40);
  }

  @Test
  void runsThatAreCutOffCountAsFailuresAndPauseTheirConnection() {
    shelf.write(0, 4);
    Connection connection = connect();
    clock.pass(Duration.ofMinutes(2));
    shelf.onList =
        () -> {
          throw new Killed();
        };

    List<Integer> failures = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Runnable run = node.claim(() -> false).orElseThrow();
      failures.add(now(connection).failures());
      assertThatThrownBy(run::run).isInstanceOf(Killed.class);
      leaseRunsOut(connection);
    }

    assertThat(otherNode.claim(() -> false)).isEmpty();
    assertThat(failures).containsExactly(0, 1, 2, 3, 4);
    assertThat(now(connection).status()).isEqualTo("paused");
    assertThat(now(connection).failures()).isEqualTo(5);
    assertThat(now(connection).running()).isFalse();
    assertThat(now(connection).lastError()).contains("a run was cut off");
    shelf.onList = () -> {};
    node.sync(caller, connection.id(), false);
    assertThat(now(connection).status()).isEqualTo("active");
    assertThat(now(connection).failures()).isZero();
  }

  @Test
  void aFullSyncTriesWhatWasGivenUpOnceMore() {
    shelf.write(0, 6);
    shelf.unreadable.add("b0003");
    Connection connection = connect();
    for (int i = 0; i < 3; i++) {
      node.sync(caller, connection.id(), false);
    }
    shelf.unreadable.clear();
    node.sync(caller, connection.id(), false);
    assertThat(known(connection)).doesNotContain("b0003").hasSize(5);

    node.sync(caller, connection.id(), true);

    assertThat(known(connection)).isEqualTo(shelf.books.keySet());
  }

  @Test
  void aPurgeThatWasCutOffIsFinishedByTheClock() {
    shelf.write(0, 6);
    Connection connection = connect();
    node.sync(caller, connection.id(), false);
    database(
        "UPDATE connection SET ending = true, status = 'paused', run_id = connection_id,"
            + " run_until = now() + interval '1 minute'",
        connection);
    assertThat(otherNode.claim(() -> false)).isEmpty();
    assertThatThrownBy(() -> node.setPaused(caller, connection.id(), false))
        .hasMessage("the connection is being deleted");
    leaseRunsOut(connection);
    assertThatThrownBy(() -> node.sync(caller, connection.id(), false))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));

    otherNode.claim(() -> false).orElseThrow().run();

    assertThat(node.list(caller.tenantId())).isEmpty();
    assertThat(engine.secrets().find(caller.tenantId(), Connections.secretName(connection.id())))
        .isEmpty();
    assertThat(ended()).isEqualTo(6);
  }

  /** Records that no version brings back. */
  private int ended() {
    return engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT count(*)
                        FROM source_record
                        WHERE tenant_id = :tenant AND deleted AND revision = :last
                        """)
                    .bind("tenant", caller.tenantId())
                    .bind("last", Long.MAX_VALUE)
                    .mapTo(Integer.class)
                    .one());
  }

  /** Who renews tokens has the row of the connection when it stores them. */
  @Test
  void aConnectionMayEndWhileItsTokensAreStored() {
    Connection connection = connect();
    CompletableFuture<Void> end =
        engine
            .database()
            .inTenant(
                caller.tenantId(),
                handle -> {
                  handle
                      .createQuery(
                          """
                          SELECT 1
                          FROM connection
                          WHERE tenant_id = :tenant AND connection_id = :id
                          FOR NO KEY UPDATE
                          """)
                      .bind("tenant", caller.tenantId())
                      .bind("id", connection.id())
                      .mapTo(Integer.class)
                      .one();
                  CompletableFuture<Void> deleting =
                      CompletableFuture.runAsync(() -> node.delete(caller, connection.id(), false));
                  Awaitility.await().until(this::waitsForTheRow);
                  engine
                      .secrets()
                      .put(
                          handle,
                          caller.tenantId(),
                          Connections.secretName(connection.id()),
                          Secret.of("{}"));
                  return deleting;
                });

    end.join();

    assertThat(node.list(caller.tenantId())).isEmpty();
    assertThat(engine.secrets().find(caller.tenantId(), Connections.secretName(connection.id())))
        .isEmpty();
  }

  private boolean waitsForTheRow() {
    return engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT count(*) > 0
                        FROM pg_stat_activity
                        WHERE wait_event_type = 'Lock' AND query LIKE 'DELETE FROM connection%'
                        """)
                    .mapTo(Boolean.class)
                    .one());
  }

  @Test
  void aCheckThatGoesWrongInsideSavesNothingAndIsNoFaultOfTheServer() {
    assertThatThrownBy(() -> connect("nowhere", Map.of()))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION))
        .hasMessage("the connection does not work: what it answers cannot be read");
    assertThat(node.list(caller.tenantId())).isEmpty();
  }

  @Test
  void aSmallLimitOfIntakeStopsNoSync() {
    try (Engine small =
        Engine.open(
            Settings.with(STACK.settings(), Map.of("intake.max-units", "7")), Clock.systemUTC())) {
      shelf.page = 50;
      shelf.write(0, 50);
      Connection connection = connect();

      Connections.Ran ran = connections(small, clock).sync(caller, connection.id(), false);

      assertThat(ran.result().error()).isEmpty();
      assertThat(known(connection)).isEqualTo(shelf.books.keySet());
    }
  }

  @Test
  void aProviderThatIsDownForAnHourIsAskedLessAndLessAndComesBackByItself() {
    shelf.write(0, 10);
    Connection connection = connect("main", Map.of("sync_interval_minutes", 5));
    clock.pass(Duration.ofMinutes(1));
    AtomicInteger minute = new AtomicInteger();
    shelf.onList =
        () -> {
          if (minute.get() < 60) {
            failing();
          }
        };

    for (; minute.get() < 90; minute.incrementAndGet()) {
      node.claim(() -> false).ifPresent(Runnable::run);
      clock.pass(Duration.ofMinutes(1));
    }

    List<String> statuses = new ArrayList<>(statuses(connection));
    assertThat(statuses).containsSubsequence("success", "error", "error", "error", "error");
    assertThat(statuses).filteredOn("error"::equals).hasSize(4);
    assertThat(now(connection).status()).isEqualTo("active");
    assertThat(known(connection)).isEqualTo(shelf.books.keySet());
  }

  @Test
  void fiveFailuresPauseAConnectionAndAManualSuccessRevivesIt() {
    shelf.write(0, 3);
    Connection connection = connect();
    shelf.onList = SyncRunsIT::failing;

    for (int i = 1; i <= 4; i++) {
      node.sync(caller, connection.id(), false);
      assertThat(now(connection).status()).isEqualTo("error");
      assertThat(now(connection).failures()).isEqualTo(i);
    }
    node.sync(caller, connection.id(), false);
    assertThat(now(connection).status()).isEqualTo("paused");
    clock.pass(Duration.ofDays(2));
    assertThat(node.claim(() -> false)).isEmpty();
    node.sync(caller, connection.id(), false);
    assertThat(now(connection).status()).isEqualTo("paused");

    shelf.onList = () -> {};
    node.sync(caller, connection.id(), false);

    assertThat(now(connection).status()).isEqualTo("active");
    assertThat(now(connection).failures()).isZero();
    assertThat(now(connection).lastError()).isEmpty();
  }

  @Test
  void aPauseDuringARunHolds() {
    shelf.write(0, 3);
    Connection connection = connect();
    shelf.onList = () -> node.setPaused(caller, connection.id(), true);

    node.sync(caller, connection.id(), false);

    assertThat(now(connection).status()).isEqualTo("paused");
    assertThat(node.setPaused(caller, connection.id(), false).status()).isEqualTo("active");
  }

  @Test
  void aConnectionMayEndDuringItsRun() {
    shelf.write(0, 12);
    Connection connection = connect();
    shelf.onList =
        () -> {
          if (shelf.lists == 2) {
            node.delete(caller, connection.id(), true);
          }
        };

    assertThatThrownBy(() -> node.sync(caller, connection.id(), false))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));

    assertThat(node.list(caller.tenantId())).isEmpty();
  }

  @Test
  void aConnectionOfATenantThatIsGoneIsNotTaken() {
    shelf.write(0, 3);
    Connection connection = connect();
    clock.pass(Duration.ofMinutes(2));
    engine
        .database()
        .asSystem(
            handle ->
                handle
                    .createUpdate("UPDATE tenant SET state = 'deleting' WHERE tenant_id = :tenant")
                    .bind("tenant", caller.tenantId())
                    .execute());

    assertThat(node.claim(() -> false)).isEmpty();
    assertThat(now(connection).running()).isFalse();
  }

  @Test
  void whatEveryConnectionMaySayIsChecked() {
    assertThatThrownBy(() -> connect("main", Map.of("deletes", "perhaps")))
        .hasMessage("config.deletes is archive or delete");
    assertThatThrownBy(() -> connect("main", Map.of("sync_interval_minutes", 0)))
        .hasMessage("config.sync_interval_minutes is a whole number from 1 to 43200");
    assertThat(node.list(caller.tenantId())).isEmpty();
  }

  @Test
  void noErrorShowsACredential() {
    shelf.write(0, 3);
    Connection connection = connect();
    shelf.onList =
        () -> {
          throw ProviderFailure.of(Kind.UNAUTHORIZED, "token secret-token is not valid");
        };

    node.sync(caller, connection.id(), false);

    assertThat(now(connection).lastError()).contains("token **** is not valid");
    assertThat(node.runs(caller.tenantId(), connection.id(), 1).get(0).error())
        .contains("token **** is not valid");
  }

  @Test
  void noErrorOfARecordShowsACredential() {
    shelf.write(0, 1);
    Connection connection = connect();
    shelf.onFetch =
        () -> {
          throw ProviderFailure.of(Kind.RECORD, "token secret-token is not valid");
        };

    node.sync(caller, connection.id(), false);

    assertThat(one("SELECT error FROM connection_record", connection, String.class))
        .isEqualTo("token **** is not valid");
  }

  @Test
  void theLastHundredRunsAreKept() {
    shelf.write(0, 1);
    Connection connection = connect();
    for (int i = 0; i < 103; i++) {
      clock.pass(Duration.ofMinutes(1));
      node.sync(caller, connection.id(), false);
    }

    List<Run> runs = node.runs(caller.tenantId(), connection.id(), 1_000);

    assertThat(runs).hasSize(100);
    assertThat(runs.get(0).createdAt()).isEqualTo(clock.instant());
  }

  @Test
  void credentialsThatCannotBeOpenedAreAFailedRun() {
    Connection connection = connect();
    engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle
                    .createUpdate("UPDATE secret SET key_id = 'lost' WHERE tenant_id = :tenant")
                    .bind("tenant", caller.tenantId())
                    .execute());

    Connections.Ran ran = node.sync(caller, connection.id(), false);

    assertThat(ran.result().status()).isEqualTo(Status.ERROR);
    assertThat(now(connection).running()).isFalse();
    assertThat(now(connection).lastError())
        .hasValueSatisfying(error -> assertThat(error).contains("a secret cannot be opened"));
  }
}
