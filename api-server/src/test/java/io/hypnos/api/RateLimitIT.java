package io.hypnos.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.RunningApi.NewTenant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How often, with a tiny plan. */
final class RateLimitIT {
  private static final String READ = "/api/v1/memory/read";
  private static final String BATCH = "/v1/memory/ingest/batch/x";

  @RegisterExtension static final RunningApi API = new RunningApi();

  @Test
  void theWindowIsShownOnEveryAnswer() {
    ApiClient client = API.tenant().client();

    for (Answer answer :
        new Answer[] {
          client.post(READ, Map.of("query", "x")),
          client.post(READ, Map.of()),
          client.get("/api/v1/nothing"),
          client.get("/api/v1/health"),
          API.anonymous().post(READ, Map.of("query", "x"))
        }) {
      assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("3000");
      assertThat(answer.header("X-RateLimit-Remaining")).matches("\\d+");
      assertThat(answer.header("X-RateLimit-Reset")).matches("\\d{10}");
    }
    Answer batch = client.get(BATCH);
    assertThat(batch.header("RateLimit-Limit")).isEqualTo("3000");
    assertThat(batch.header("RateLimit-Remaining")).isNotEqualTo("3000");
    assertThat(batch.header("RateLimit-Reset")).matches("\\d{10}");
    assertThat(batch.header("X-RateLimit-Limit")).isEmpty();
  }

  @Test
  void overTheMinuteTheAnswerSaysWhenToComeBack() {
    ApiClient client = API.tenant("free").client();

    Answer refused = exhaust(client, "/api/v1/memory/read");

    assertThat(refused.body().path("code").asString()).isEqualTo("RATE_LIMITED");
    assertThat(refused.body().path("retryable").booleanValue()).isTrue();
    assertThat(refused.header("Retry-After")).matches("[1-9]\\d?");
    assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(refused.header("X-RateLimit-Limit"))
        .isEqualTo(String.valueOf(RunningApi.FREE_PER_MINUTE));
    // The same key is counted in every dialect; each has its own words for it.
    Answer other = client.get(BATCH);
    assertThat(other.status()).isEqualTo(429);
    assertThat(other.body().path("detail").isString()).isTrue();
    assertThat(other.header("Retry-After")).matches("[1-9]\\d?");
    assertThat(other.header("RateLimit-Remaining")).isEqualTo("0");
    // Open routes are not counted and stay open.
    assertThat(client.get("/api/v1/health").status()).isEqualTo(200);
  }

  /** Invalid requests take from the minute but not from the day. */
  private static Answer exhaust(ApiClient client, String path) {
    Answer answer = client.post(path, Map.of());
    for (int sent = 1; answer.status() != 429; sent++) {
      assertThat(answer.status()).isEqualTo(422);
      // The window may end while we count; then it takes as many again.
      assertThat(sent).isLessThan(2 * RunningApi.FREE_PER_MINUTE + 1);
      answer = client.post(path, Map.of());
    }
    return answer;
  }

  @Test
  void overTheDayTryingAgainDoesNotHelp() {
    NewTenant tenant = API.tenant("free");
    for (int query = 0; query < RunningApi.FREE_PER_DAY; query++) {
      assertThat(tenant.client().post(READ, Map.of("query", "x")).status()).isEqualTo(200);
    }

    Answer refused = tenant.client().post(READ, Map.of("query", "x"));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body().path("code").asString()).isEqualTo("RATE_LIMITED");
    assertThat(refused.body().path("retryable").booleanValue()).isFalse();
    assertThat(refused.header("Retry-After")).isEmpty();
  }
}
