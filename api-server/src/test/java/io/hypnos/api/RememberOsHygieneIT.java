package io.hypnos.api;

import static io.hypnos.api.Remember.in;
import static io.hypnos.api.Remember.memory;
import static io.hypnos.api.Remember.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Duplicates, what is stale, and how a collection is. */
final class RememberOsHygieneIT {
  private static final String TEXT = "The office plants are watered on Monday mornings";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private RunningApi.NewTenant tenant;
  private Remember remember;

  @BeforeEach
  void makeTenant() {
    tenant = API.tenant();
    remember = new Remember(tenant.client());
  }

  @Test
  void duplicatesAreShownFirstAndGoWhenAskedFor() {
    remember.add("notes", TEXT);
    String keeper = remember.write("notes", TEXT, Map.of("importance", 0.9)).path("id").asString();
    remember.add("notes", TEXT + ".");
    remember.add("notes", "The sourdough needs feeding twice a day");

    JsonNode shown = ok(remember.post(in("notes", "dedup"), Map.of()));

    assertThat(shown.path("dry_run").booleanValue()).isTrue();
    assertThat(shown.path("threshold").doubleValue()).isEqualTo(0.95);
    assertThat(shown.path("duplicate_count").intValue()).isEqualTo(2);
    assertThat(shown.path("clusters").size()).isEqualTo(1);
    assertThat(shown.path("clusters").path(0).path("keeper").path("id").asString())
        .isEqualTo(keeper);
    assertThat(shown.path("clusters").path(0).path("duplicates").size()).isEqualTo(2);
    assertThat(shown.has("deleted")).isFalse();
    assertThat(remember.list("notes")).hasSize(4);

    JsonNode done = ok(remember.post(in("notes", "dedup"), Map.of("dry_run", false)));
    assertThat(done.path("deleted").intValue()).isEqualTo(2);
    assertThat(remember.list("notes")).hasSize(2);
    assertThat(remember.get(memory("notes", keeper)).status()).isEqualTo(200);
    assertThat(remember.post(in("none", "dedup"), Map.of()).status()).isEqualTo(404);
    assertThat(remember.post(in("notes", "dedup"), Map.of("threshold", 0.4)).status())
        .isEqualTo(422);
  }

  @Test
  void whatIsPinnedStays() {
    for (int i = 0; i < 2; i++) {
      ok(
          remember.post(
              memory("notes", remember.add("notes", TEXT)) + "/pin", Map.of("pinned", true)));
    }
    remember.write("notes", TEXT, Map.of("importance", 1));

    assertThat(
            ok(remember.post(in("notes", "dedup"), Map.of("dry_run", false)))
                .path("deleted")
                .intValue())
        .isEqualTo(1);
    assertThat(remember.list("notes")).containsExactly(TEXT, TEXT);
  }

  @Test
  void staleMemoriesAreArchivedWhenAskedFor() {
    remember.add("notes", TEXT);
    ok(
        remember.post(
            memory("notes", remember.add("notes", "Pinned")) + "/pin", Map.of("pinned", true)));

    assertThat(ok(remember.post(in("notes", "archive-stale"), Map.of())).toString())
        .isEqualTo("{\"dry_run\":true,\"would_archive\":0}");
    assertThat(
            ok(remember.post(in("notes", "archive-stale"), Map.of("older_than_days", 0)))
                .toString())
        .isEqualTo("{\"dry_run\":true,\"would_archive\":1}");
    assertThat(
            ok(remember.post(
                    in("notes", "archive-stale"), Map.of("older_than_days", 0, "dry_run", false)))
                .toString())
        .isEqualTo("{\"dry_run\":false,\"archived\":1}");
    assertThat(remember.list("notes")).containsExactly("Pinned");
  }

  @Test
  void healthCountsWhatThereIs() {
    assertThat(ok(remember.get(in("notes", "health"))).toString()).isEqualTo("{\"exists\":false}");
    remember.write("notes", TEXT, Map.of("category", "garden"));
    String archived = remember.add("notes", "Gone to the archive");
    ok(remember.post(memory("notes", archived) + "/archive", Map.of("archived", true)));

    JsonNode health = ok(remember.get(in("notes", "health?stale_days=0")));

    assertThat(health.path("exists").booleanValue()).isTrue();
    assertThat(health.path("total").intValue()).isEqualTo(2);
    assertThat(health.path("current").intValue()).isEqualTo(1);
    assertThat(health.path("archived").intValue()).isEqualTo(1);
    assertThat(health.path("pinned").intValue()).isZero();
    assertThat(health.path("stale").intValue()).isEqualTo(1);
    assertThat(health.path("expired").intValue()).isZero();
    assertThat(health.path("supersessions").intValue()).isZero();
    assertThat(health.path("categories").toString()).isEqualTo("{\"garden\":1}");
    assertThat(health.path("needs_attention").intValue()).isEqualTo(1);
    assertThat(ok(remember.get(in("notes", "health"))).path("stale").intValue()).isZero();
  }

  @Test
  void aReadOnlyKeyMayLookAndNothingElse() {
    remember.add("notes", TEXT);
    Remember reader = Remember.agent(API, tenant, Map.of("read_only", true));

    assertThat(reader.post(in("notes", "dedup"), Map.of()).status()).isEqualTo(200);
    assertThat(reader.post(in("notes", "archive-stale"), Map.of()).status()).isEqualTo(200);
    assertThat(reader.post(in("notes", "dedup"), Map.of("dry_run", false)).status()).isEqualTo(403);
    assertThat(reader.post(in("notes", "archive-stale"), Map.of("dry_run", false)).status())
        .isEqualTo(403);
  }
}
