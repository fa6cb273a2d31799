package io.hypnos.engine.brought;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.outgoing.HostResolver;
import io.hypnos.engine.outgoing.UrlGuard;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.OutgoingSettings;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The way to a tenant's database that a move takes. */
final class PassageIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SLEEP = "SELECT pg_sleep(60)";

  private static final String SLEEPING =
      """
      SELECT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE datname = :name AND wait_event = 'PgSleep')
      """;

  private final UrlGuard guard =
      new UrlGuard(
          new OutgoingSettings(true, Duration.ofSeconds(5), Duration.ofSeconds(5)),
          HostResolver.SYSTEM);

  private OwnServer server;
  private String database;
  private PinnedSource source;
  private Passage passage;

  @BeforeEach
  void createDatabase() {
    server = new OwnServer(STACK);
    database = server.newDatabase();
    open(server.dsn(database));
  }

  private void open(String dsn) {
    source = new PinnedSource(UUID.randomUUID(), () -> Dsn.parse(dsn), guard, PATIENCE);
    passage = new Passage(source, new CompletableFuture<>());
  }

  @AfterEach
  void dropDatabase() {
    server.drop(database);
    guard.close();
  }

  @Test
  void whatIsUnderWayEndsWhenItIsCutOff() {
    CompletableFuture<Integer> working =
        CompletableFuture.supplyAsync(() -> passage.run(handle -> handle.execute(SLEEP)));
    await().atMost(30, SECONDS).until(this::isSleeping);

    source.cut();

    assertThat(working).failsWithin(Duration.ofSeconds(10));
    assertThatThrownBy(() -> passage.run(handle -> handle.execute("SELECT 1")))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(Passage.isGone(e)).isFalse());
  }

  @Test
  void aLockThatIsNotGrantedInTimeIsToldAsSuch() {
    try (Handle busy = server.as(database).open()) {
      busy.execute("CREATE TABLE public.taken ()");
      busy.execute("GRANT ALL ON public.taken TO PUBLIC");
      busy.begin();
      busy.execute("LOCK TABLE public.taken");

      assertThatThrownBy(
              () ->
                  passage.run(
                      handle -> {
                        handle.execute("SET LOCAL lock_timeout = '200ms'");
                        return handle.execute("LOCK TABLE public.taken");
                      }))
          .hasStackTraceContaining("lock timeout")
          .isInstanceOf(JdbiException.class);
      busy.rollback();
    }
  }

  private boolean isSleeping() {
    return server
        .as("postgres")
        .withHandle(
            handle ->
                handle.createQuery(SLEEPING).bind("name", database).mapTo(boolean.class).one());
  }

  @Test
  void aDatabaseIsGoneWhenThereIsNothingToConnectTo() {
    assertThat(isGone("SELECT nothing")).isFalse();

    for (String gone :
        new String[] {
          server.dsn(database).replace(OwnServer.PASSWORD, "another"),
          server.dsn(database).replace("/" + database + "?", "/nothing?"),
          "postgresql://u:p@127.0.0.1:1/x?sslmode=disable"
        }) {
      open(gone);
      assertThat(isGone("SELECT 1")).as(gone).isTrue();
    }
  }

  private boolean isGone(String statement) {
    try {
      passage.run(handle -> handle.execute(statement));
      return false;
    } catch (HypnosException e) {
      return Passage.isGone(e);
    }
  }
}
