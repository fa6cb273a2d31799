package io.hypnos.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DialectTest {
  @ParameterizedTest
  @CsvSource({
    "/api/v1/memory/write, MNEMOVERSE",
    "/api/v1, MNEMOVERSE",
    "/api/v10/x, MNEMOS",
    "/admin/tenants, OPERATOR",
    "/admin/tenants/1/keys, OPERATOR",
    "/admin/users, MNEMOS",
    "/v1/users/u/streams/s/events, MEMOROSE",
    "/v1/organizations/o/knowledge, MEMOROSE",
    "/v1/dashboard/auth/login, MEMOROSE",
    "/v1/cluster/join, MEMOROSE",
    "/v1/memory/context, MEMOROSE",
    "/v1/status/pending, MEMOROSE",
    "/v1/status, REMEMBEROS",
    "/v1/memory/collections/c/drop, REMEMBEROS",
    "/v1/memory/health, REMEMBEROS",
    "/email/inbound, REMEMBEROS",
    "/v1/mcp, REMEMBEROS",
    "/v1/pulse, REMEMBEROS",
    "/v1/track, REMEMBEROS",
    "/v1/proxy/chat/completions, REMEMBEROS",
    "/openapi.json, REMEMBEROS",
    "/v1/memories, MNEMOS",
    "/v1/memories/search, MNEMOS",
    "/v1/providers, MNEMOS",
    "/health, MNEMOS",
    "/, MNEMOS"
  })
  void aPathBelongsToTheDialectThatClaimsIt(String path, Dialect expected) {
    assertThat(Dialect.of(path)).isEqualTo(expected);
  }
}
