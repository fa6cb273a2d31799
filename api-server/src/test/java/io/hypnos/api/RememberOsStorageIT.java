package io.hypnos.api;

import static io.hypnos.api.Remember.body;
import static io.hypnos.api.Remember.in;
import static io.hypnos.api.Remember.memory;
import static io.hypnos.api.Remember.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.ApiClient.FilePart;
import io.hypnos.settings.BlobSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.JsonNode;

/** A tenant that brings its own bucket really uses it. */
final class RememberOsStorageIT {
  private static final FilePart FIRST = new FilePart("a.png", "image/png", new byte[] {1});
  private static final FilePart SECOND = new FilePart("b.png", "image/png", new byte[] {2, 2});

  @RegisterExtension static final RunningApi API = new RunningApi();

  private final BlobSettings blobs = RunningApi.settings().blob();
  private final String bucket = "own-" + UUID.randomUUID();
  private S3Client s3;
  private Remember remember;

  @BeforeEach
  void makeTenantAndBucket() {
    remember = new Remember(API.tenant().client());
    s3 =
        S3Client.builder()
            .endpointOverride(blobs.endpoint())
            .region(Region.of(blobs.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(blobs.accessKey(), blobs.secretKey().reveal())))
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    s3.createBucket(request -> request.bucket(bucket));
  }

  @AfterEach
  void close() {
    s3.close();
  }

  private Answer bring(Map<String, String> other) {
    Map<String, String> config = new HashMap<>();
    config.put("backend", "s3");
    config.put("endpoint_url", blobs.endpoint().toString());
    config.put("bucket", bucket);
    config.put("region", blobs.region());
    config.put("access_key", blobs.accessKey());
    config.put("secret_key", blobs.secretKey().reveal());
    config.putAll(other);
    return remember.put("storage/config", config);
  }

  private List<Long> sizes() {
    return s3.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
        .map(S3Object::size)
        .toList();
  }

  private static byte[] download(JsonNode image) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(image.path("url").asString())).build(),
              BodyHandlers.ofByteArray())
          .body();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void newFilesGoToTheBucketAndOlderOnesAreFoundAllTheSame() {
    String id = remember.add("pictures", "Two pictures");
    String images = Remember.BASE + memory("pictures", id) + "/images";
    body(201, remember.client().form(images, Map.of(), List.of(FIRST)));

    Answer brought = bring(Map.of());
    JsonNode both = body(201, remember.client().form(images, Map.of(), List.of(SECOND)));

    assertThat(ok(brought).path("bucket").asString()).isEqualTo(bucket);
    assertThat(brought.text()).doesNotContain(blobs.secretKey().reveal());
    assertThat(remember.get("storage/config").text())
        .contains("\"configured\":true")
        .doesNotContain(blobs.secretKey().reveal());
    assertThat(sizes()).containsExactly(2L);
    assertThat(both.path("images").path(1).path("url").asString()).contains(bucket);
    assertThat(download(both.path("images").path(0))).containsExactly(1);
    assertThat(download(both.path("images").path(1))).containsExactly(2, 2);

    ok(remember.delete(memory("pictures", id)));
    org.awaitility.Awaitility.await().until(() -> sizes().isEmpty());

    ok(remember.delete("storage/config"));
    assertThat(ok(remember.delete("storage/config")).toString())
        .isEqualTo("{\"configured\":false}");
    body(
        201,
        remember
            .client()
            .form(
                Remember.BASE + in("pictures", "memories/upload"),
                Map.of("text", "Third"),
                List.of(FIRST)));
    assertThat(sizes()).isEmpty();
  }

  @Test
  void aBucketThatFailsIsNotKept() {
    ok(bring(Map.of()));

    for (Map<String, String> wrong :
        List.of(
            Map.of("bucket", "there-is-no-" + UUID.randomUUID()),
            Map.of("secret_key", "wrong-secret"),
            Map.of("endpoint_url", "http://127.0.0.1:1"),
            Map.of("endpoint_url", "http://169.254.169.254"))) {
      Answer refused = bring(wrong);
      assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
      assertThat(refused.text()).doesNotContain("wrong-secret");
    }
    assertThat(ok(remember.get("storage/config")).path("bucket").asString()).isEqualTo(bucket);
    assertThat(remember.put("storage/config", Map.of()).status()).isEqualTo(422);
  }
}
