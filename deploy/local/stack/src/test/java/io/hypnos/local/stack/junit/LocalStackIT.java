package io.hypnos.local.stack.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.health.HealthProbe;
import io.hypnos.local.stack.health.HealthProbes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LocalStackIT {
  @RegisterExtension
  static final LocalStack STACK =
      LocalStack.of(Part.POSTGRES, Part.OPENSEARCH, Part.KAFKA, Part.S3);

  private static final Duration LIMIT = Duration.ofSeconds(5);

  @ParameterizedTest
  @EnumSource(names = {"POSTGRES", "OPENSEARCH", "KAFKA", "S3"})
  void aKilledPartComesBackAsAnotherProcess(Part part) {
    long before = STACK.pid(part);

    STACK.kill(part);
    STACK.awaitHealthy(part);

    assertThat(STACK.pid(part)).isNotEqualTo(before);
    assertThat(probe(part).problem(LIMIT)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRES", "S3"})
  void aStoppedPartStaysAwayUntilItIsStarted(Part part) {
    STACK.stop(part);
    assertThat(probe(part).problem(LIMIT)).isPresent();

    STACK.start(part);
    assertThat(probe(part).problem(LIMIT)).isEmpty();
  }

  @Test
  void rowsSurviveKillsAndRestarts() throws SQLException {
    execute(
        "INSERT INTO tenant (tenant_id, name, plan, created_at)"
            + " VALUES (gen_random_uuid(), 'survivor', 'team', now())");

    STACK.kill(Part.POSTGRES);
    STACK.awaitHealthy(Part.POSTGRES);
    STACK.stop(Part.POSTGRES);
    STACK.start(Part.POSTGRES);

    assertThat(count("SELECT count(*) FROM tenant WHERE name = 'survivor'")).isEqualTo(1);
  }

  @Test
  void secretsAndSettingsAreForTheOwnerOnly() throws Exception {
    Path data = STACK.settings().data();

    for (String file : new String[] {"secrets.yml", "root-key", "run/effective.yml"}) {
      assertThat(Files.getPosixFilePermissions(data.resolve(file)))
          .as(file)
          .hasSize(2)
          .allMatch(permission -> permission.name().startsWith("OWNER"));
    }
    assertThat(Files.readString(data.resolve("root-key"))).matches("mk_live_[0-9a-f]{32}\n");
  }

  private static HealthProbe probe(Part part) {
    return HealthProbes.of(part, STACK.settings());
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int count(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getInt(1);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        STACK.settings().database().jdbcUrl(),
        STACK.settings().database().systemUser(),
        STACK.settings().database().systemPassword().reveal());
  }
}
