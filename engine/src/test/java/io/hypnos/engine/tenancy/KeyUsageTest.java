package io.hypnos.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.hypnos.engine.database.Database;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class KeyUsageTest {
  @Test
  void aDatabaseThatIsDownDisturbsNobody() throws IOException {
    try (Database database = unreachable()) {
      KeyUsage usage = new KeyUsage(database);

      assertThatCode(() -> usage.used(UUID.randomUUID(), Instant.EPOCH)).doesNotThrowAnyException();
      assertThatCode(usage::close).doesNotThrowAnyException();
      assertThatCode(() -> usage.used(UUID.randomUUID(), Instant.EPOCH)).doesNotThrowAnyException();
    }
  }

  private static Database unreachable() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      return new Database(
          Settings.of(
                  Map.of(
                      "database.port",
                      String.valueOf(taken.getLocalPort()),
                      "database.connect-timeout",
                      "250ms"),
                  Map.of())
              .database());
    }
  }
}
