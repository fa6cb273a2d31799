package io.hypnos.api;

import io.hypnos.settings.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A database beside the record, on the server of the stack, as a tenant would bring it. */
final class OwnPostgres implements AutoCloseable {
  static final String PASSWORD = "hunter2";

  private static final String SUPERUSER_PASSWORD = "postgres-superuser-password: '";

  private static final String HIDDEN = "-hidden";

  private static final String STAY =
      "SELECT settings ->> 'place' FROM hypnos.tenant_endpoint WHERE kind = 'stay'";

  private static final String WAITING =
      """
      SELECT EXISTS (
        SELECT 1
        FROM pg_locks l
        JOIN pg_database d ON d.oid = l.database
        WHERE NOT l.granted AND d.datname = current_database())
      """;

  private static final DatabaseSettings SETTINGS = RunningApi.settings().database();

  private static final String TABLES =
      """
      SELECT c.table_name
      FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = :schema AND c.column_name = 'tenant_id'
        AND t.table_type = 'BASE TABLE'
      """;

  private final String role;
  private final String name;

  OwnPostgres() {
    this.role = "own-" + UUID.randomUUID();
    this.name = role;
    as("postgres")
        .useHandle(
            handle -> {
              handle.execute("CREATE ROLE \"%s\" LOGIN PASSWORD '%s'".formatted(name, PASSWORD));
              handle.execute("CREATE DATABASE \"%1$s\" OWNER \"%1$s\"".formatted(name));
            });
  }

  private OwnPostgres(String role, String name) {
    this.role = role;
    this.name = name;
  }

  /** As from a backup, under another name; nobody may be in, so it must not be reachable. */
  OwnPostgres copy() {
    OwnPostgres copy = new OwnPostgres(role, "own-" + UUID.randomUUID());
    as("postgres")
        .useHandle(
            handle ->
                handle.execute(
                    "CREATE DATABASE \"%s\" OWNER \"%s\" TEMPLATE \"%s\""
                        .formatted(copy.name, role, name)));
    return copy;
  }

  String dsn() {
    return "postgresql://%s:%s@%s:%d/%s?sslmode=disable"
        .formatted(role, PASSWORD, SETTINGS.host(), SETTINGS.port(), name);
  }

  String masked() {
    return dsn().replace(PASSWORD, "***");
  }

  /** Lets nobody in any more, those who are in included; or everybody again. */
  void setReachable(boolean reachable) {
    as("postgres")
        .useHandle(
            handle -> {
              handle.execute(
                  "ALTER DATABASE \"%s\" ALLOW_CONNECTIONS %s".formatted(name, reachable));
              if (!reachable) {
                sendAway(handle);
              }
            });
  }

  /** Refuses every change from now on, or takes them again; those who are in must come anew. */
  void setReadOnly(boolean readOnly) {
    as("postgres")
        .useHandle(
            handle -> {
              handle.execute(
                  "ALTER DATABASE \"%s\" SET default_transaction_read_only = %s"
                      .formatted(name, readOnly));
              sendAway(handle);
            });
  }

  /** As if there were no database of this name any more. */
  void hide() {
    setReachable(false);
    rename(name, name + HIDDEN);
  }

  void show() {
    rename(name + HIDDEN, name);
    setReachable(true);
  }

  private static void rename(String from, String to) {
    as("postgres")
        .useHandle(
            handle -> handle.execute("ALTER DATABASE \"%s\" RENAME TO \"%s\"".formatted(from, to)));
  }

  /** Holds from now on for who comes anew; those who are in are sent away. */
  void setPassword(String password) {
    as("postgres")
        .useHandle(
            handle -> {
              handle.execute("ALTER ROLE \"%s\" PASSWORD '%s'".formatted(role, password));
              sendAway(handle);
            });
  }

  /** Does there what its owner might do. */
  void change(String statement) {
    as(name).useHandle(handle -> handle.execute(statement));
  }

  /** A transaction that has looked whether the tenant is here, as each of its calls does. */
  Handle beBusy() {
    Handle handle = as(name).open();
    handle.begin();
    handle.execute("SELECT count(*) FROM hypnos.tenant_departed");
    return handle;
  }

  /** A transaction that lets nobody write to the table. */
  Handle hold(String table) {
    Handle handle = as(name).open();
    handle.begin();
    handle.execute("LOCK TABLE hypnos.%s IN EXCLUSIVE MODE".formatted(table));
    return handle;
  }

  /** Whether somebody waits for what another transaction holds. */
  boolean isWaitedFor() {
    return as(name).withHandle(handle -> handle.createQuery(WAITING).mapTo(Boolean.class).one());
  }

  /** The name of the stay of the tenant. */
  String stay() {
    return as(name).withHandle(handle -> handle.createQuery(STAY).mapTo(String.class).one());
  }

  private void sendAway(Handle handle) {
    handle
        .createQuery("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
        .bind("name", name)
        .mapTo(boolean.class)
        .list();
  }

  /** Tables with rows of the tenant in this database, and how many. */
  Map<String, Integer> rows(String tenantId) {
    return rows(as(name), "hypnos", tenantId);
  }

  /** The same in the operator's database. */
  Map<String, Integer> rowsOfOperators(String tenantId) {
    return rows(as(SETTINGS.name()), "public", tenantId);
  }

  private static Map<String, Integer> rows(Jdbi database, String schema, String tenantId) {
    return database.withHandle(
        handle -> {
          Map<String, Integer> rows = new TreeMap<>();
          for (String table :
              handle.createQuery(TABLES).bind("schema", schema).mapTo(String.class).list()) {
            int count =
                handle
                    .createQuery(
                        "SELECT count(*) FROM %s.%s WHERE tenant_id = :tenant"
                            .formatted(schema, table))
                    .bind("tenant", UUID.fromString(tenantId))
                    .mapTo(int.class)
                    .one();
            if (count > 0) {
              rows.put(table, count);
            }
          }
          return rows;
        });
  }

  List<String> texts() {
    return as(name)
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT content FROM hypnos.memory ORDER BY content")
                    .mapTo(String.class)
                    .list());
  }

  private static Jdbi as(String database) {
    return Jdbi.create(
        "jdbc:postgresql://%s:%d/%s".formatted(SETTINGS.host(), SETTINGS.port(), database),
        "postgres",
        superuserPassword());
  }

  private static String superuserPassword() {
    Path stack = RunningApi.STACK.settingsFile().getParent().getParent();
    try {
      return Files.readAllLines(stack.resolve("secrets.yml"), StandardCharsets.UTF_8).stream()
          .filter(line -> line.startsWith(SUPERUSER_PASSWORD))
          .map(line -> line.substring(SUPERUSER_PASSWORD.length(), line.length() - 1))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    as("postgres")
        .useHandle(
            handle -> {
              handle.execute("DROP DATABASE \"%s\" WITH (FORCE)".formatted(name));
              if (name.equals(role)) {
                handle.execute("DROP ROLE \"%s\"".formatted(role));
              }
            });
  }
}
