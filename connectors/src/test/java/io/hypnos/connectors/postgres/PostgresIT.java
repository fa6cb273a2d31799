package io.hypnos.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.kit.Bench;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Status;
import io.hypnos.engine.outgoing.UrlGuard;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.OutgoingSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** Against a real server, as a role that may only read. */
final class PostgresIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static ForeignServer server;

  private Bench bench;

  @BeforeAll
  static void createDatabase() throws Exception {
    server = new ForeignServer(STACK);
  }

  @AfterAll
  static void dropDatabase() throws Exception {
    server.close();
  }

  @BeforeEach
  void createTable() {
    server.run("DROP SCHEMA IF EXISTS crm CASCADE");
    server.run("CREATE SCHEMA crm");
    server.run("GRANT USAGE ON SCHEMA crm TO PUBLIC");
    server.run(
        "CREATE TABLE crm.notes (id bigint PRIMARY KEY, at timestamptz, words text, gone boolean)");
    bench =
        new Bench(new Postgres())
            .credential("dsn", server.dsn())
            .config("table", "crm.notes")
            .config("cursor_column", "at")
            .config("id_column", "id")
            .config("text_columns", "words")
            .config("batch_size", 10);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** Rows that are hours old and a second apart. */
  private static void fill(int from, int to) {
    server.run(
        """
        INSERT INTO crm.notes
        SELECT i, now() - interval '3 hours' + i * interval '1 second', 'note ' || i, false
        FROM generate_series(%d, %d) i
        """
            .formatted(from, to));
  }

  private static Set<String> ids(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).collect(Collectors.toSet());
  }

  private void refused(String... words) {
    assertThatThrownBy(
            () -> {
              try (Source source = bench.source()) {
                source.check();
              }
            })
        .isInstanceOf(ProviderFailure.class)
        .message()
        .contains(words)
        .doesNotContain(ForeignServer.PASSWORD);
  }

  private void succeeds() {
    SyncResult result = bench.sync();
    assertThat(result.error()).isEmpty();
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void everyRowIsReadOnceAndThenWhatIsNewOrChanged() {
    fill(1, 95);

    succeeds();
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 95));
    assertThat(bench.memories.text("42")).isEqualTo("note 42");
    succeeds();
    assertThat(bench.memories.accepted()).isEqualTo(95);

    fill(96, 130);
    server.run("UPDATE crm.notes SET words = 'new', at = now() - interval '2 hours' WHERE id = 7");
    succeeds();
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 130));
    assertThat(bench.memories.text("7")).isEqualTo("new");
    assertThat(bench.memories.accepted()).isEqualTo(95 + 35 + 1);
  }

  @Test
  void rowsOfOneInstantAreAllReadThroughCrashesAtEachPage() {
    server.run(
        """
        INSERT INTO crm.notes
        SELECT i, timestamptz '2026-01-01 00:00:00+00', 'note ' || i FROM generate_series(1, 5000) i
        """);
    bench.config("batch_size", 500);

    bench.syncThroughCrashes();

    assertThat(bench.memories.ids()).isEqualTo(ids(1, 5000));
  }

  @Test
  void microsecondsAreNotRounded() {
    bench.config("lag_seconds", 0).config("batch_size", 1);
    server.run(
        """
        INSERT INTO crm.notes VALUES
          (3, '2026-01-01 00:00:00.000001+00', 'a'),
          (2, '2026-01-01 00:00:00.000002+00', 'b'),
          (1, '2026-01-01 00:00:00.000003+00', 'c')
        """);
    succeeds();
    assertThat(bench.memories.ids()).isEqualTo(Set.of("1", "2", "3"));
    assertThat(bench.memories.document("1").updatedAt())
        .contains(Instant.parse("2026-01-01T00:00:00.000003Z"));

    server.run("INSERT INTO crm.notes VALUES (0, '2026-01-01 00:00:00.000004+00', 'd')");
    succeeds();
    assertThat(bench.memories.ids()).isEqualTo(Set.of("0", "1", "2", "3"));
    assertThat(bench.memories.accepted()).isEqualTo(4);
  }

  @Test
  void aRowThatIsCommittedLateIsSeen() {
    server.run(
        """
        INSERT INTO crm.notes VALUES
          (1, now() - interval '70 seconds', 'old'), (2, now() - interval '30 seconds', 'young')
        """);
    succeeds();
    assertThat(bench.memories.ids()).isEqualTo(Set.of("1"));

    server.run("INSERT INTO crm.notes VALUES (3, now() - interval '120 seconds', 'late')");
    server.run("UPDATE crm.notes SET at = at - interval '50 seconds' WHERE id = 2");
    succeeds();
    assertThat(bench.memories.ids()).isEqualTo(Set.of("1", "2", "3"));
    assertThat(bench.memories.accepted()).isEqualTo(3);
  }

  @Test
  void rowsWithoutACursorAreCountedOrRead() {
    fill(1, 2);
    server.run("INSERT INTO crm.notes SELECT i, NULL, 'none' FROM generate_series(3, 27) i");

    SyncResult result = bench.sync();
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.error()).contains("25 rows have no at and are not read");
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 2));

    bench.config("include_null", true);
    succeeds();
    succeeds();
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 27));
    assertThat(bench.memories.accepted()).isEqualTo(27);
  }

  @Test
  void aRowThatIsMarkedAsDeletedGoes() {
    bench.config("deleted_column", "gone");
    fill(1, 30);
    succeeds();

    server.run("UPDATE crm.notes SET gone = true, at = now() - interval '1 hour' WHERE id = 4");
    assertThat(bench.sync().deleted()).isEqualTo(1);
    assertThat(bench.memories.ids())
        .isEqualTo(ids(1, 30).stream().filter(id -> !id.equals("4")).collect(Collectors.toSet()));
  }

  @Test
  void theDailySweepNoticesWhatVanishedButNotThatMostDid() {
    fill(1, 4500);
    bench.config("batch_size", 1000);
    succeeds();
    server.run("DELETE FROM crm.notes WHERE id <= 2100");
    server.run("INSERT INTO crm.notes VALUES (5000, now() - interval '5 hours', 'far too late')");
    bench.clock.pass(Duration.ofHours(25));
    succeeds();
    Set<String> left = ids(2101, 4500);
    left.add("5000");
    assertThat(bench.memories.ids()).isEqualTo(left);

    server.run("TRUNCATE crm.notes");
    bench.clock.pass(Duration.ofHours(25));
    SyncResult result = bench.sync();
    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.error()).contains("2401 of 2401 records seem to be gone: none was deleted");
    assertThat(bench.memories.ids()).isEqualTo(left);
  }

  @Test
  void everyTypeIsShownByItsOwnWords() {
    server.run("CREATE TYPE crm.\"Mood\" AS ENUM ('sad', 'glad')");
    server.run("CREATE DOMAIN crm.stamp AS timestamptz");
    server.run("CREATE DOMAIN crm.mail AS text CHECK (VALUE LIKE '%@%')");
    server.run(
        """
        CREATE TABLE crm.kinds AS SELECT
          'glad'::crm."Mood" AS id,
          '2026-01-02 03:04:05.678901+02'::crm.stamp AS at,
          true AS yes, 7::int2 AS small, 9007199254740993::bigint AS big,
          1234567890.12345678901234567890::numeric AS exact, 'NaN'::float8 AS nan,
          'Infinity'::float8 AS endless, 0.1::float8 AS tenth,
          'a@b'::crm.mail AS mail, 'ab'::char(4) AS padded,
          '2026-01-02 03:04:05.5+02'::timestamptz AS zoned,
          '2026-01-02 03:04:05'::timestamp AS plain, '2026-01-02'::date AS day,
          'infinity'::timestamptz AS never, '1 day 02:00'::interval AS span,
          '{ "b": 1.10, "a": [1, 2] }'::json AS doc, '\\x00'::bytea AS raw,
          ARRAY['x', NULL, 'y'] AS several, ARRAY['sad']::crm."Mood"[] AS moods,
          int4range(1, 5) AS reach, '10.0.0.1'::inet AS net, NULL::text AS none
        """);
    server.run("INSERT INTO crm.kinds (id, at, small) VALUES ('sad', '2026-01-03', 8)");
    bench.config("table", "crm.kinds").config("text_columns", "").config("batch_size", 1);
    succeeds();
    assertThat(bench.memories.ids()).isEqualTo(Set.of("glad", "sad"));
    assertThat(bench.memories.text("sad")).isEqualTo("id: sad\nsmall: 8");
    assertThat(bench.memories.document("glad").updatedAt())
        .contains(Instant.parse("2026-01-02T01:04:05.678901Z"));
    assertThat(bench.memories.text("glad"))
        .isEqualTo(
            """
            id: glad
            yes: true
            small: 7
            big: 9007199254740993
            exact: 1234567890.12345678901234567890
            nan: NaN
            endless: Infinity
            tenth: 0.1
            mail: a@b
            padded: ab
            zoned: 2026-01-02T01:04:05.5Z
            plain: 2026-01-02T03:04:05Z
            day: 2026-01-02
            never: infinity
            span: 1 day 02:00:00
            doc: {"b":1.10,"a":[1,2]}
            several: x, y
            moods: sad
            reach: [1,5)
            net: 10.0.0.1/32\
            """);
  }

  @Test
  void aQueryIsReadThroughATemplate() {
    fill(1, 25);
    bench
        .config("table", "")
        .config("text_columns", "")
        .config("query", "SELECT id, at, words AS said FROM crm.notes WHERE id > 5 -- the rest")
        .config("template", "{said} ({id}) $1");
    succeeds();
    assertThat(bench.memories.ids()).isEqualTo(ids(6, 25));
    assertThat(bench.memories.text("6")).isEqualTo("note 6 (6) $1");
  }

  @Test
  void aNumberOrADayCanBeTheCursor() {
    server.run(
        "CREATE TABLE crm.days AS SELECT i AS id, DATE '2026-01-01' AS day, i AS seq,"
            + " 'note ' || i AS words FROM generate_series(10, 40) i");
    bench.config("table", "crm.days").config("cursor_column", "day");
    succeeds();
    server.run("INSERT INTO crm.days VALUES (1, '2026-01-01', 41, 'note 1')");
    succeeds();
    Set<String> all = ids(10, 40);
    all.add("1");
    assertThat(bench.memories.ids()).isEqualTo(all);
    assertThat(bench.memories.accepted()).isEqualTo(32);
  }

  @Test
  void nothingIsEverWritten() {
    server.run(
        """
        CREATE FUNCTION crm.sly() RETURNS SETOF crm.notes LANGUAGE sql SECURITY DEFINER AS
        $$ INSERT INTO crm.notes VALUES (99, now(), 'sly') RETURNING * $$
        """);
    bench.config("table", "").config("query", "SELECT * FROM crm.sly()");
    refused("the database refuses to write");
    bench.config(
        "query", "SELECT n.*, set_config('transaction_read_only', 'off', false) FROM crm.sly() n");
    refused("(25");
    bench.config("query", "SELECT * FROM crm.notes; DELETE FROM crm.notes");
    refused("without a semicolon");
    bench.config("query", "DELETE FROM crm.notes RETURNING *");
    refused("one SELECT");
    bench.config("query", "WITH d AS (DELETE FROM crm.notes RETURNING *) SELECT * FROM d");
    refused("(");
    assertThat(server.number("SELECT count(*) FROM crm.notes")).isZero();
  }

  @Test
  void aSuperuserIsRefusedUnlessAllowed() {
    fill(1, 3);
    bench.credential("dsn", server.superuserDsn());
    refused("superuser");
    bench.config("allow_superuser", true);
    succeeds();
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 3));
  }

  @Test
  void whatIsSetUpWrongIsSaidClearly() {
    fill(1, 3);
    bench.config("table", "crm.missing");
    refused("there is no such table");
    server.run("CREATE TABLE crm.secret (id int, at timestamptz, words text)");
    server.run("REVOKE ALL ON crm.secret FROM \"%s\"".formatted(roleOf(server.dsn())));
    bench.config("table", "crm.secret");
    refused("permission denied");
    bench.config("table", "crm.notes").config("cursor_column", "when");
    refused("config.cursor_column names no column: when");
    bench.config("cursor_column", "at");
    bench.credential("dsn", server.dsn(ForeignServer.PASSWORD + "x", "sslmode=disable"));
    refused("does not accept the user or the password");
    bench.credential("dsn", server.dsn().replaceFirst("/foreign-([^/]*)$", "/nowhere-$1"));
    refused("there is no such database");
  }

  private static String roleOf(String dsn) {
    return dsn.substring("postgresql://".length(), dsn.lastIndexOf(":" + ForeignServer.PASSWORD));
  }

  @Test
  void aServerWithoutTlsIsRefusedUnlessTheLineMayBeOpen() {
    bench.credential("dsn", server.dsn(ForeignServer.PASSWORD, ""));
    refused("it offers no TLS");
    bench.credential("dsn", server.dsn(ForeignServer.PASSWORD, "sslmode=require"));
    refused("it offers no TLS");
  }

  @Test
  void parametersThatNameClassesOrFilesAreRefused() {
    for (String parameter :
        Set.of("socketFactory=x.Y", "sslfactory=x.Y", "loggerFile=/tmp/x", "options=-c%20a=b")) {
      bench.credential("dsn", server.dsn(ForeignServer.PASSWORD, "sslmode=disable&" + parameter));
      refused("takes the parameters sslmode");
    }
  }

  private static Setup setup(boolean privateAllowed, String dsn) {
    OutgoingSettings outgoing =
        new OutgoingSettings(privateAllowed, Duration.ofSeconds(5), Duration.ofSeconds(5));
    return new Setup(
        JsonMapper.shared()
            .valueToTree(Map.of("table", "crm.notes", "cursor_column", "at", "id_column", "id")),
        Map.of("dsn", dsn),
        null,
        (name, type, bytes) -> Optional.empty(),
        refused -> Optional.empty(),
        new UrlGuard(outgoing, host -> new InetAddress[] {InetAddress.getLoopbackAddress()}),
        false);
  }

  @Test
  void aPrivateAddressIsRefusedUnlessTheOperatorAllowsIt() {
    String dsn = server.dsn().replaceFirst("@[^:]+:", "@db.nowhere.invalid:");

    assertThatThrownBy(() -> new Postgres().open(setup(false, dsn)))
        .isInstanceOf(ProviderFailure.class)
        .message()
        .contains("the host of the DSN")
        .doesNotContain(ForeignServer.PASSWORD);
  }

  /** The name leads nowhere by itself: only the address that was checked can have answered. */
  @Test
  void theConnectionGoesToTheAddressThatWasChecked() {
    String dsn = server.dsn().replaceFirst("@[^:]+:", "@db.nowhere.invalid:");

    try (Source source = new Postgres().open(setup(true, dsn))) {
      source.check();
    }
  }

  /** Two transactions take numbers from a sequence; the one with the lower number ends later. */
  @Test
  void aNumberThatIsCommittedLateIsStillRead() {
    server.run("CREATE TABLE crm.steps (id int PRIMARY KEY, step int, words text)");
    server.run("INSERT INTO crm.steps VALUES (1, -2147483648, 'note 1'), (3, 1503, 'note 3')");
    bench.config("table", "crm.steps").config("cursor_column", "step");
    succeeds();
    server.run("INSERT INTO crm.steps VALUES (2, 1502, 'note 2'), (4, 1504, 'note 4')");
    server.run("INSERT INTO crm.steps VALUES (5, 502, 'too late'), (6, 503, 'just in time')");

    succeeds();

    assertThat(bench.memories.ids()).isEqualTo(Set.of("1", "2", "3", "4", "6"));
  }

  @Test
  void theOverlapOfTheLeastNumberIsNoLess() {
    server.run("CREATE TABLE crm.least (id int PRIMARY KEY, step int2, words text)");
    server.run("INSERT INTO crm.least VALUES (1, -32768, 'note 1')");
    bench.config("table", "crm.least").config("cursor_column", "step");
    succeeds();

    succeeds();

    assertThat(bench.memories.ids()).isEqualTo(Set.of("1"));
  }

  @Test
  void anIdleRunAsksLittle() {
    fill(1, 50);
    bench.config("batch_size", 500);
    succeeds();
    long before = server.transactions();
    succeeds();
    assertThat(server.transactions() - before).isEqualTo(4);
  }
}
