package io.hypnos.local.stack.postgres;

import static org.awaitility.Awaitility.await;

import io.hypnos.local.stack.LocalProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A server started as the supervisor starts it. */
final class ServerProcess implements AutoCloseable {
  private final LocalProfile profile;
  private final Process process;

  private ServerProcess(LocalProfile profile, Process process) {
    this.profile = profile;
    this.process = process;
  }

  static ServerProcess start(LocalProfile profile, PostgresIdentity identity) throws IOException {
    PostgresServer server = new PostgresServer(profile, identity);
    server.prepare();
    Path log = profile.data().logs().resolve("server.log");
    Process process =
        new ProcessBuilder(server.command())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    ServerProcess started = new ServerProcess(profile, process);
    PostgresBootstrap bootstrap = new PostgresBootstrap(profile);
    await().atMost(Duration.ofMinutes(1)).until(bootstrap::attempt);
    return started;
  }

  void remember(String name) throws SQLException {
    execute(
        "INSERT INTO tenant (tenant_id, name, plan, created_at)"
            + " VALUES (gen_random_uuid(), '%s', 'team', now())".formatted(name));
  }

  boolean remembers(String name) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT 1 FROM tenant WHERE name = '" + name + "'")) {
      return result.next();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What the kernel does when the supervisor dies. */
  void closeThePipe() throws IOException {
    process.getOutputStream().close();
  }

  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the server still runs");
    }
    return process.exitValue();
  }

  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        profile.settings().database().jdbcUrl(),
        profile.settings().database().systemUser(),
        profile.settings().database().systemPassword().reveal());
  }
}
