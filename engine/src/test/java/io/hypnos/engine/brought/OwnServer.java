package io.hypnos.engine.brought;

import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.DatabaseSettings;
import io.hypnos.settings.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Databases beside the record, on the server of the stack, as tenants would bring them. */
final class OwnServer {
  static final String PASSWORD = "hunter2";

  private static final String SUPERUSER_PASSWORD = "postgres-superuser-password: '";

  private static final String TABLES =
      "SELECT tablename FROM pg_tables WHERE schemaname = :schema ORDER BY tablename";

  private final DatabaseSettings settings;
  private final String superuserPassword;

  OwnServer(LocalStack stack) {
    this.settings = stack.settings().database();
    this.superuserPassword = superuserPassword(stack.settingsFile().getParent().getParent());
  }

  private static String superuserPassword(Path stack) {
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

  /** A database with a user of the same name, who owns it and has no other rights. */
  String newDatabase() {
    String name = "own-" + UUID.randomUUID();
    Jdbi server = as("postgres");
    server.useHandle(
        handle -> {
          handle.execute("CREATE ROLE \"%s\" LOGIN PASSWORD '%s'".formatted(name, PASSWORD));
          handle.execute("CREATE DATABASE \"%1$s\" OWNER \"%1$s\"".formatted(name));
        });
    return name;
  }

  void drop(String database) {
    as("postgres")
        .useHandle(
            handle -> {
              handle.execute("DROP DATABASE \"%s\" WITH (FORCE)".formatted(database));
              handle.execute("DROP ROLE \"%s\"".formatted(database));
            });
  }

  String dsn(String database) {
    return dsn(database, settings.host());
  }

  String dsn(String database, String host) {
    return "postgresql://%1$s:%2$s@%3$s:%4$d/%1$s?sslmode=disable"
        .formatted(database, PASSWORD, host, settings.port());
  }

  String masked(String database) {
    return dsn(database).replace(PASSWORD, "***");
  }

  /** The database in the place of the record, all roles of which are its one user. */
  DatabaseSettings settings(String database, String schema) {
    as(database)
        .useHandle(
            handle ->
                handle.execute(
                    "ALTER ROLE \"%s\" SET search_path = %s".formatted(database, schema)));
    Secret password = Secret.of(PASSWORD);
    return new DatabaseSettings(
        settings.host(),
        settings.port(),
        database,
        database,
        password,
        database,
        password,
        database,
        password,
        2,
        1,
        settings.connectTimeout());
  }

  /** The superuser in any database. */
  Jdbi as(String database) {
    return Jdbi.create(
        "jdbc:postgresql://%s:%d/%s".formatted(settings.host(), settings.port(), database),
        "postgres",
        superuserPassword);
  }

  List<String> tables(String database, String schema) {
    return as(database)
        .withHandle(
            handle -> handle.createQuery(TABLES).bind("schema", schema).mapTo(String.class).list());
  }

  List<String> tablesOfRecord() {
    return tables(settings.name(), "public");
  }
}
