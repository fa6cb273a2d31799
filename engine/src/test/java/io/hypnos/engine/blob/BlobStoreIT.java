package io.hypnos.engine.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.BlobSettings;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class BlobStoreIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.S3);

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  private final UUID tenant = UUID.randomUUID();
  private BlobStore blobs;

  @BeforeEach
  void open() {
    blobs = new BlobStore(STACK.settings().blob());
  }

  @AfterEach
  void close() {
    blobs.close();
  }

  @Test
  void anObjectIsReadAsItWasStored() {
    BlobKey key = BlobKey.of(tenant, "files/счёт №7 🧾.pdf");

    blobs.put(key, "application/pdf", HELLO);

    assertThat(blobs.get(key)).isEqualTo(HELLO);
    assertThat(blobs.find(key))
        .hasValueSatisfying(
            info -> {
              assertThat(info.key()).isEqualTo(key);
              assertThat(info.size()).isEqualTo(5);
              assertThat(info.contentType()).contains("application/pdf");
            });
  }

  @Test
  void whatIsNotThereIsNotFound() {
    BlobKey key = BlobKey.of(tenant, "missing");

    assertCode(ErrorCode.NOT_FOUND, () -> blobs.get(key));
    assertCode(ErrorCode.NOT_FOUND, () -> blobs.open(key).close());
    assertCode(ErrorCode.NOT_FOUND, () -> blobs.copy(key, BlobKey.of(tenant, "copy")));
    assertThat(blobs.find(key)).isEmpty();
    blobs.delete(key);
  }

  @Test
  void aCopyOutlivesItsOriginal() {
    BlobKey original = BlobKey.of(tenant, "a b+c");
    BlobKey copy = BlobKey.of(tenant, "ж/copy");
    blobs.put(original, "text/plain", HELLO);

    blobs.copy(original, copy);
    blobs.delete(original);

    assertThat(blobs.get(copy)).isEqualTo(HELLO);
    assertThat(blobs.find(original)).isEmpty();
    assertCode(
        ErrorCode.FORBIDDEN, () -> blobs.copy(copy, BlobKey.of(UUID.randomUUID(), "stolen")));
  }

  @Test
  void objectsAreListedInPagesAndOnlyThoseOfTheTenant() {
    UUID other = UUID.randomUUID();
    blobs.put(BlobKey.of(other, "list/0"), "text/plain", HELLO);
    blobs.put(BlobKey.of(tenant, "elsewhere"), "text/plain", HELLO);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      blobs.put(BlobKey.of(tenant, "list/" + i), "text/plain", HELLO);
      expected.add("list/" + i);
    }

    List<String> listed = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    int pages = 0;
    do {
      BlobPage page = blobs.list(tenant, "list/", cursor, 3);
      page.objects().forEach(info -> listed.add(info.key().path()));
      cursor = page.next();
      pages++;
    } while (cursor.isPresent());

    assertThat(listed).isEqualTo(expected);
    assertThat(pages).isEqualTo(3);
    assertThat(blobs.deleteSome(tenant, "")).isEqualTo(8);
    assertThat(blobs.deleteSome(tenant, "")).isZero();
    assertThat(blobs.list(tenant, "", Optional.empty(), 10).objects()).isEmpty();
    assertThat(blobs.find(BlobKey.of(other, "list/0"))).isPresent();
  }

  @Test
  void aStreamOfManyPartsIsStoredAndReadBack() throws IOException {
    BlobKey key = BlobKey.of(tenant, "large");
    long size = 150L * 1024 * 1024 + 17;

    assertThat(blobs.put(key, "application/octet-stream", new Zebra(size), size)).isEqualTo(size);

    assertThat(blobs.find(key)).hasValueSatisfying(info -> assertThat(info.size()).isEqualTo(size));
    try (InputStream stored = blobs.open(key)) {
      assertSame(new Zebra(size), stored);
    }
    blobs.delete(key);
  }

  @Test
  void streamsOfEverySizeAroundAPartAreWhole() {
    int part = (int) STACK.settings().blob().partSize().bytes();
    for (int size : new int[] {0, 1, part - 1, part, part + 1, 2 * part}) {
      BlobKey key = BlobKey.of(tenant, "size-" + size);
      blobs.put(key, "application/octet-stream", new Zebra(size), Long.MAX_VALUE);

      assertThat(blobs.get(key)).hasSize(size);
    }
  }

  @Test
  void aStreamThatIsTooLargeOrBreaksLeavesNothing() {
    BlobKey key = BlobKey.of(tenant, "broken");
    long size = 12L * 1024 * 1024;

    assertCode(
        ErrorCode.TOO_LARGE,
        () -> blobs.put(key, "application/octet-stream", new Zebra(size), size - 1));
    assertCode(
        ErrorCode.TOO_LARGE, () -> blobs.put(key, "application/octet-stream", new Zebra(100), 99));
    assertCode(
        ErrorCode.UNAVAILABLE,
        () -> blobs.put(key, "application/octet-stream", new Breaking(size), Long.MAX_VALUE));

    assertThat(blobs.find(key)).isEmpty();
    assertThat(blobs.list(tenant, "", Optional.empty(), 10).objects()).isEmpty();
  }

  @Test
  void aLinkReadsItsObjectAndNothingElse() throws Exception {
    BlobKey key = BlobKey.of(tenant, "shared ж.txt");
    BlobKey secret = BlobKey.of(tenant, "secret.txt");
    blobs.put(key, "text/plain", HELLO);
    blobs.put(secret, "text/plain", HELLO);
    URI link = blobs.linkToRead(key);

    HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(link).build());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(HELLO);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
    URI forged = URI.create(link.toString().replaceFirst("/shared[^?]*", "/secret.txt"));
    assertThat(send(HttpRequest.newBuilder(forged).build()).statusCode()).isEqualTo(403);
  }

  @Test
  void aLinkToWriteTakesOneTypeAndLength() throws Exception {
    BlobKey key = BlobKey.of(tenant, "upload");
    URI link = blobs.linkToWrite(key, "image/png", 5);

    assertThat(send(upload(link, "text/html", HELLO)).statusCode()).isEqualTo(403);
    assertThat(send(upload(link, "image/png", new byte[6])).statusCode()).isEqualTo(403);
    assertThat(blobs.find(key)).isEmpty();
    assertThat(send(upload(link, "image/png", HELLO)).statusCode()).isEqualTo(200);
    assertThat(blobs.find(key))
        .hasValueSatisfying(info -> assertThat(info.contentType()).contains("image/png"));
  }

  @Test
  void aLinkEnds() {
    BlobKey key = BlobKey.of(tenant, "short");
    blobs.put(key, "text/plain", HELLO);
    URI link = blobs.linkToRead(key, Duration.ofSeconds(2));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(send(HttpRequest.newBuilder(link).build()).statusCode()).isEqualTo(403));
  }

  @Test
  void anS3ThatIsAwayIsUnavailableAndOneThatRefusesUsIsOurFault() {
    BlobKey key = BlobKey.of(tenant, "any");

    try (BlobStore away = with(Map.of("blob.endpoint", "http://127.0.0.1:1"))) {
      assertThat(away.isReachable()).isFalse();
      assertCode(ErrorCode.UNAVAILABLE, () -> away.get(key));
      assertCode(ErrorCode.UNAVAILABLE, () -> away.put(key, "text/plain", HELLO));
      assertCode(ErrorCode.UNAVAILABLE, () -> away.put(key, "text/plain", new Zebra(9), 9));
      assertCode(ErrorCode.UNAVAILABLE, () -> away.find(key));
      assertCode(ErrorCode.UNAVAILABLE, () -> away.list(tenant, "", Optional.empty(), 5));
    }
    try (BlobStore stranger = with(Map.of("blob.secret-key", "wrong"))) {
      assertCode(ErrorCode.INTERNAL, () -> stranger.get(key));
    }
    try (BlobStore lost = with(Map.of("blob.bucket", "no-such-bucket"))) {
      assertCode(ErrorCode.INTERNAL, () -> lost.put(key, "text/plain", HELLO));
    }
  }

  private static BlobStore with(Map<String, String> changes) {
    BlobSettings settings = Settings.with(STACK.settings(), changes).blob();
    return new BlobStore(settings);
  }

  private static HttpRequest upload(URI link, String contentType, byte[] bytes) {
    return HttpRequest.newBuilder(link)
        .header("Content-Type", contentType)
        .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
        .build();
  }

  private static HttpResponse<byte[]> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(HypnosException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static void assertSame(InputStream expected, InputStream actual) throws IOException {
    byte[] block = new byte[64 * 1024];
    byte[] other = new byte[block.length];
    int length;
    do {
      length = expected.readNBytes(block, 0, block.length);
      assertThat(actual.readNBytes(other, 0, other.length)).isEqualTo(length);
      assertThat(Arrays.equals(block, 0, length, other, 0, length)).isTrue();
    } while (length == block.length);
  }

  /** Bytes that follow from their position. */
  private static final class Zebra extends InputStream {
    private static final byte[] PATTERN = new byte[9_973];

    static {
      new Random(7).nextBytes(PATTERN);
    }

    private final long size;
    private long position;

    Zebra(long size) {
      this.size = size;
    }

    @Override
    public int read() throws IOException {
      return position < size ? PATTERN[(int) (position++ % PATTERN.length)] & 0xFF : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (position >= size) {
        return -1;
      }
      int at = (int) (position % PATTERN.length);
      int count = (int) Math.min(Math.min(length, PATTERN.length - at), size - position);
      System.arraycopy(PATTERN, at, buffer, offset, count);
      position += count;
      return count;
    }
  }

  /** Breaks before its end. */
  private static final class Breaking extends InputStream {
    private final Zebra zebra;
    private long left;

    Breaking(long size) {
      this.zebra = new Zebra(size);
      this.left = size / 2;
    }

    @Override
    public int read() throws IOException {
      requireMore();
      left--;
      return zebra.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      requireMore();
      int count = zebra.read(buffer, offset, (int) Math.min(length, left));
      left -= count;
      return count;
    }

    private void requireMore() throws IOException {
      if (left <= 0) {
        throw new IOException("connection reset");
      }
    }
  }
}
