package io.hypnos.api;

import static io.hypnos.api.Remember.body;
import static io.hypnos.api.Remember.in;
import static io.hypnos.api.Remember.memory;
import static io.hypnos.api.Remember.ok;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.ApiClient.FilePart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Memories with files: uploaded together, or hung on later; links that work. */
final class RememberOsFilesIT {
  private static final FilePart MANUAL =
      FilePart.text("manual.txt", "The espresso machine was descaled in May.");
  private static final FilePart PICTURE =
      new FilePart("picture.png", "image/png", new byte[] {1, 2, 3});

  @RegisterExtension static final RunningApi API = new RunningApi();

  private Remember remember;

  @BeforeEach
  void makeTenant() {
    remember = new Remember(API.tenant().client());
  }

  private Answer form(String route, Map<String, String> fields, FilePart... files) {
    return remember.client().form(Remember.BASE + route, fields, List.of(files));
  }

  private static HttpResponse<byte[]> download(JsonNode image) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(image.path("url").asString())).build(),
              BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anUploadIsOneMemoryWithItsFiles() {
    JsonNode made =
        body(
            201,
            form(
                in("kitchen", "memories/upload"),
                Map.of("importance", "0.9", "metadata", "{\"a\":[1]}", "container_tag", "mira"),
                MANUAL,
                PICTURE));

    assertThat(made.path("text").asString()).isEqualTo("The espresso machine was descaled in May.");
    assertThat(made.path("importance").doubleValue()).isEqualTo(0.9);
    assertThat(made.path("metadata").toString()).isEqualTo("{\"a\":[1]}");
    assertThat(made.path("container_tag").asString()).isEqualTo("mira");
    JsonNode image = made.path("images").path(1);
    assertThat(image.path("index").intValue()).isEqualTo(1);
    assertThat(image.path("filename").asString()).isEqualTo("picture.png");
    assertThat(image.path("content_type").asString()).isEqualTo("image/png");
    assertThat(image.path("size").intValue()).isEqualTo(3);
    assertThat(download(image).body()).containsExactly(1, 2, 3);
    assertThat(new String(download(made.path("images").path(0)).body(), UTF_8))
        .isEqualTo("The espresso machine was descaled in May.");
    assertThat(remember.find("kitchen", "When was the machine descaled?")).hasSize(1);
  }

  @Test
  void aTextOfTheCallerStandsBeforeThatOfTheFile() {
    JsonNode made =
        body(201, form(in("kitchen", "memories/upload"), Map.of("text", "How to descale"), MANUAL));

    assertThat(made.path("text").asString()).isEqualTo("How to descale");
    assertThat(form(in("kitchen", "memories/upload"), Map.of()).status()).isEqualTo(422);
    assertThat(
            form(in("kitchen", "memories/upload"), Map.of("importance", "much"), MANUAL).status())
        .isEqualTo(422);
    assertThat(form(in("kitchen", "memories/upload"), Map.of("metadata", "[1]"), MANUAL).status())
        .isEqualTo(422);
    FilePart large = new FilePart("large.txt", "text/plain", new byte[RunningApi.LARGEST_FILE + 1]);
    assertThat(form(in("kitchen", "memories/upload"), Map.of(), large).status()).isEqualTo(413);
    assertThat(remember.list("kitchen")).containsExactly("How to descale");
  }

  @Test
  void aFolderIsOneMemoryAFileAndNamesWhatFailed() {
    JsonNode made =
        body(
            201,
            form(
                in("kitchen", "memories/folder"),
                Map.of(),
                MANUAL,
                FilePart.text("empty.txt", ""),
                FilePart.text("dough.md", "# Dough\n\nThe sourdough needs feeding twice a day.")));

    FilePart[] many = Collections.nCopies(51, MANUAL).toArray(FilePart[]::new);
    assertThat(form(in("kitchen", "memories/folder"), Map.of(), many).status()).isEqualTo(400);
    FilePart[] more = Collections.nCopies(120, MANUAL).toArray(FilePart[]::new);
    assertThat(form(in("kitchen", "memories/folder"), Map.of(), more).status()).isEqualTo(400);
    assertThat(made.path("created").intValue()).isEqualTo(2);
    assertThat(made.path("ids").size()).isEqualTo(2);
    assertThat(made.path("failed").size()).isEqualTo(1);
    assertThat(made.path("failed").path(0).path("filename").asString()).isEqualTo("empty.txt");
    assertThat(remember.list("kitchen")).hasSize(2);
  }

  @Test
  void filesAreHungOnAndTakenOffAndLaterOnesMoveUp() {
    String id = remember.add("kitchen", "The espresso machine");
    String path = memory("kitchen", id) + "/images";

    body(201, form(path, Map.of(), MANUAL));
    JsonNode two = body(201, form(path, Map.of(), PICTURE));
    assertThat(two.path("images").size()).isEqualTo(2);
    JsonNode one = ok(remember.delete(path + "/0"));

    assertThat(one.path("images").size()).isEqualTo(1);
    assertThat(one.path("images").path(0).path("index").intValue()).isZero();
    assertThat(one.path("images").path(0).path("filename").asString()).isEqualTo("picture.png");
    assertThat(remember.delete(path + "/1").status()).isEqualTo(404);
    assertThat(remember.delete(path + "/x").status()).isEqualTo(404);
    assertThat(form(path, Map.of()).status()).isEqualTo(422);
    JsonNode moved =
        ok(remember.post(memory("kitchen", id) + "/move", Map.of("to_collection", "attic")));
    assertThat(download(moved.path("images").path(0)).body()).containsExactly(1, 2, 3);
  }

  @Test
  void filesGoWithTheirMemory() {
    JsonNode made = body(201, form(in("kitchen", "memories/upload"), Map.of(), PICTURE));
    assertThat(made.path("text").asString()).isEqualTo("picture.png");
    assertThat(download(made.path("images").path(0)).statusCode()).isEqualTo(200);

    ok(remember.delete(memory("kitchen", made.path("id").asString())));

    org.awaitility.Awaitility.await()
        .untilAsserted(
            () -> assertThat(download(made.path("images").path(0)).statusCode()).isEqualTo(404));
  }
}
