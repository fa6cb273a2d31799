package io.hypnos.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestPathsTest {
  @ParameterizedTest
  @CsvSource({
    "/api/v1//memory/stats, /api/v1/memory/stats",
    "//api///v1/memory/read//, /api/v1/memory/read",
    "/v1/memory/health/, /v1/memory/health",
    "/, /",
    "///, /",
    "/a%2F%2Fb/c, /a%2F%2Fb/c",
    "/a/%2F, /a/%2F"
  })
  void slashesAreSpelledOnce(String path, String expected) {
    assertThat(RequestPaths.normalised(path)).isEqualTo(expected);
  }
}
