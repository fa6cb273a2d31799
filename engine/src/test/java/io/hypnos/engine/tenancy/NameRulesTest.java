package io.hypnos.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NameRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "acme", "Ärzte & Söhne", "名前", "🦉 owls"})
  void ordinaryNamesAreFine(String name) {
    assertThatCode(() -> NameRules.requireTenantName(name)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "two\nlines", "nul\u0000", "\u0085", "\ud800half"})
  void emptyAndUnprintableNamesAreRefused(String name) {
    assertRefused(() -> NameRules.requireTenantName(name));
  }

  @Test
  void lengthCountsCharactersAsPeopleDo() {
    assertThatCode(() -> NameRules.requireTenantName("🦉".repeat(128))).doesNotThrowAnyException();
    assertRefused(() -> NameRules.requireTenantName("a".repeat(129)));
  }

  @Test
  void aLabelMayBeEmpty() {
    assertThatCode(() -> NameRules.requireLabel("")).doesNotThrowAnyException();
    assertRefused(() -> NameRules.requireLabel("tab\there"));
    assertRefused(() -> NameRules.requireLabel("a".repeat(129)));
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION));
  }
}
