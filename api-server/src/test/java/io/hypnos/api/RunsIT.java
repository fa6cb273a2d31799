package io.hypnos.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.RunningApi.NewTenant;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Sleep, by the operator. */
final class RunsIT {
  @RegisterExtension static final RunningApi API = new RunningApi();

  static final List<String> ALIKE =
      List.of(
          "The team in the Porto office drinks far too much strong coffee every single morning.",
          "Every single morning the people in the Porto office drink way too much strong coffee,"
              + " complains Anna.",
          "Our colleagues in the Porto office keep drinking too much strong black coffee in the"
              + " morning.");

  private final ApiClient operator = API.operator();

  @Test
  void aRunIsPlannedDoneWatchedAndUndone() {
    NewTenant tenant = API.tenant();
    ALIKE.forEach(text -> tenant.client().write("notes", text));
    String runs = "/admin/tenants/" + tenant.id() + "/runs";

    Answer dry =
        operator.post(
            runs, Map.of("space", "notes", "dry_run", true, "wait_seconds", 30, "similarity", 0.6));
    assertThat(dry.status()).as(dry.toString()).isEqualTo(200);
    assertThat(dry.body().path("counts").path("prototypes").intValue()).isOne();

    Answer done =
        operator.post(runs, Map.of("space", "notes", "wait_seconds", 30, "similarity", 0.6));
    assertThat(done.body().path("state").asString()).as(done.toString()).isEqualTo("done");
    JsonNode counts = done.body().path("counts");
    assertThat(counts.path("before").intValue()).isEqualTo(3);
    assertThat(counts.path("after").intValue()).isOne();
    assertThat(counts.path("compression_ratio").doubleValue()).isEqualTo(3.0);

    String run = runs + "/" + done.body().path("run_id").asString();
    assertThat(operator.get(run).body()).isEqualTo(done.body());
    JsonNode clusters = operator.get(run + "/clusters").body().path("clusters");
    assertThat(clusters.size()).isOne();
    assertThat(clusters.get(0).path("members").size()).isEqualTo(3);
    assertThat(operator.get(runs + "?space=notes&limit=1").body().path("runs").size()).isOne();
    assertThat(operator.delete(run).body().path("state").asString())
        .as("what has ended cannot be called off")
        .isEqualTo("done");

    Answer undone = operator.post(run + "/rollback", Map.of());
    assertThat(undone.body().path("state").asString()).isEqualTo("rolled_back");
    String plan = runs + "/" + dry.body().path("run_id").asString();
    assertThat(operator.post(plan + "/rollback", Map.of()).status()).isEqualTo(409);
    assertThat(operator.get(runs + "/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(tenant.client().get(runs).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"space\": \"\"}",
        "{\"space\": \"notes\", \"phases\": [\"dream\"]}",
        "{\"space\": \"notes\", \"similarity\": 2}",
        "{\"space\": \"notes\", \"smallest_cluster\": 1}",
        "{\"space\": \"notes\", \"what\": 1}",
      })
  void whatMakesNoSenseIsRefused(String body) {
    NewTenant tenant = API.tenant();

    Answer answer = operator.postText("/admin/tenants/" + tenant.id() + "/runs", body);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
  }

  @Test
  void aSpaceMayHaveATimeOfItsOwnOrNone() {
    NewTenant tenant = API.tenant();
    String path = "/admin/tenants/" + tenant.id() + "/sleep-schedule";

    assertThat(mode(operator.get(path + "?space=notes"))).isEqualTo("usual");
    assertThat(mode(put(path, "{\"space\": \"notes\", \"cron\": \"0 0 4 ? * SUN\"}")))
        .isEqualTo("own");
    assertThat(mode(put(path, "{\"space\": \"notes\"}"))).isEqualTo("never");
    assertThat(mode(operator.get(path + "?space=notes"))).isEqualTo("never");
    assertThat(put(path, "{\"space\": \"notes\", \"cron\": \"at noon\"}").status()).isEqualTo(422);
    assertThat(mode(operator.delete(path + "?space=notes"))).isEqualTo("usual");
    assertThat(operator.get(path).status()).isEqualTo(422);
  }

  private Answer put(String path, String body) {
    return operator.call(
        "PUT", path, Map.of("Content-Type", "application/json"), BodyPublishers.ofString(body));
  }

  private static String mode(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.body().path("mode").asString();
  }
}
