package io.hypnos.api;

import static io.hypnos.api.Remember.body;
import static io.hypnos.api.Remember.in;
import static io.hypnos.api.Remember.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Collections: made by hand or by the first write, described, deleted with all in them. */
final class RememberOsCollectionsIT {
  @RegisterExtension static final RunningApi API = new RunningApi();

  private Remember remember;

  @BeforeEach
  void makeTenant() {
    remember = new Remember(API.tenant().client());
  }

  @Test
  void aCollectionIsMadeListedDescribedAndDeleted() {
    JsonNode made =
        body(
            201,
            remember.post(
                "collections",
                Map.of("name", "people", "description", "Who is who", "metadata", Map.of("a", 1))));

    assertThat(made.propertyNames())
        .contains("name", "description", "metadata", "memory_count", "created_at", "updated_at");
    assertThat(made.path("memory_count").intValue()).isZero();
    JsonNode all = ok(remember.get("collections"));
    assertThat(all.isArray()).isTrue();
    assertThat(all.path(0).path("name").asString()).isEqualTo("people");

    JsonNode changed = ok(remember.put("collections/people", Map.of("metadata", Map.of("b", 2))));
    assertThat(changed.path("description").asString()).isEqualTo("Who is who");
    assertThat(changed.path("metadata").toString()).isEqualTo("{\"b\":2}");

    remember.add("people", "Mira takes the 07:40 train on Mondays");
    assertThat(ok(remember.get("collections/people")).path("memory_count").intValue()).isEqualTo(1);
    JsonNode deleted = ok(remember.delete("collections/people"));
    assertThat(deleted.path("deleted").booleanValue()).isTrue();
    assertThat(deleted.path("memories_deleted").intValue()).isEqualTo(1);
    assertThat(remember.get("collections/people").status()).isEqualTo(404);
    assertThat(remember.delete("collections/people").status()).isEqualTo(404);
  }

  @Test
  void theSameNameTwiceIsABrokenRule() {
    body(201, remember.post("collections", Map.of("name", "people")));

    Answer again = remember.post("collections", Map.of("name", "people"));

    assertThat(again.status()).isEqualTo(400);
    assertThat(again.body().path("detail").isString()).isTrue();
  }

  @Test
  void theFirstWriteMakesTheCollectionAndReadsOfUnknownOnesAreNotFound() {
    assertThat(remember.get(in("new", "memories")).status()).isEqualTo(404);
    assertThat(remember.put("collections/new", Map.of()).status()).isEqualTo(404);

    remember.add("new", "The first memory makes the room");

    assertThat(remember.list("new")).containsExactly("The first memory makes the room");
  }

  @Test
  void namesAreCaseSensitiveAndMayHoldAlmostEverything() {
    remember.add("caf%C3%A9%20notes", "One with an accent and a space");

    assertThat(ok(remember.get("collections/caf%C3%A9%20notes")).path("name").asString())
        .isEqualTo("café notes");
    assertThat(remember.get("collections/Caf%C3%A9%20notes").status()).isEqualTo(404);
    assertThat(remember.post("collections", Map.of("name", "a/b")).status()).isEqualTo(422);
    assertThat(remember.post("collections", Map.of("name", "x".repeat(129))).status())
        .isEqualTo(422);
    assertThat(remember.post("collections", Map.of()).status()).isEqualTo(422);
  }

  @Test
  void whatIsWrongIsAListWithPlaces() {
    JsonNode detail =
        body(422, remember.post("collections", Map.of("name", 7, "metadata", List.of())))
            .path("detail");

    assertThat(detail.path(0).path("loc").toString()).isEqualTo("[\"body\",\"name\"]");
    assertThat(detail.path(0).path("msg").asString()).isNotEmpty();
    assertThat(detail.path(0).path("type").asString()).isEqualTo("string_type");
    assertThat(detail.path(1).path("loc").toString()).isEqualTo("[\"body\",\"metadata\"]");
  }
}
