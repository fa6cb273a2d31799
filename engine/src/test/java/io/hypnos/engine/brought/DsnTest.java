package io.hypnos.engine.brought;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DsnTest {
  @Test
  void allPartsAreReadAndDecoded() {
    Dsn dsn = Dsn.parse(" postgres://us%40er:p%3A+%2Fw:1@db.example:6543/my%20db?sslmode=disable ");

    assertThat(dsn)
        .isEqualTo(new Dsn("db.example", 6543, "my db", "us@er", Secret.of("p:+/w:1"), "disable"));
  }

  @Test
  void withoutPortAndParametersItIsTheUsualPortWithTls() {
    assertThat(Dsn.parse("postgresql://u:p@[2001:db8::1]/d"))
        .isEqualTo(new Dsn("[2001:db8::1]", 5432, "d", "u", Secret.of("p"), "require"));
  }

  @Test
  void thePasswordIsNotShown() {
    Dsn dsn = Dsn.parse("postgresql://us%40er:hunter2@db.example/my%20db");

    assertThat(dsn.masked())
        .isEqualTo("postgresql://us%40er:***@db.example:5432/my%20db?sslmode=require");
    assertThat(dsn).hasToString(dsn.masked());
  }

  @Test
  void whatIsNoDsnIsRefusedWithoutRepeatingIt() {
    for (String text :
        List.of(
            "",
            "hunter2",
            "mysql://u:hunter2@h/d",
            "jdbc:postgresql://u:hunter2@h/d",
            "postgresql://h/hunter2",
            "postgresql://u@h/hunter2",
            "postgresql://u:@h/hunter2",
            "postgresql://:hunter2@h/d",
            "postgresql://u:hunter2@h",
            "postgresql://u:hunter2@h/",
            "postgresql://u:hunter2@/d",
            "postgresql://u:hunter2@a,b/d",
            "postgresql://u:hunter2@h:0/d",
            "postgresql://u:hunter2@h:65536/d",
            "postgresql://u:hunter2@h/d#part",
            "postgresql://u:hunter2%00@h/d",
            "postgresql://u:hunter2%zz@h/d",
            "postgresql://u:hunter2@h/d" + "d".repeat(2_048))) {
      assertRefused(text, "the DSN must be postgresql://user:password@host:port/database");
    }
  }

  @Test
  void parametersThatReachIntoThisMachineAreRefused() {
    for (String query :
        List.of(
            "",
            "sslmode=",
            "sslmode=hunter2",
            "sslmode=require&sslmode=disable",
            "sslmode=require&socketFactory=hunter2",
            "sslkey=/hunter2",
            "currentSchema=hunter2",
            "host=hunter2",
            "sslmode=%72equire")) {
      assertRefused(
          "postgresql://u:hunter2@h/d?" + query,
          "the only parameter of the DSN is sslmode: disable, prefer, require, verify-ca or"
              + " verify-full");
    }
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> Dsn.parse(text))
        .as(text)
        .isInstanceOfSatisfying(
            HypnosException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION);
              assertThat(e).hasMessage(message).hasNoCause();
            });
  }
}
