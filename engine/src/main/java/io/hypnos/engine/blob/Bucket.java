package io.hypnos.engine.blob;

import static io.hypnos.engine.blob.BlobErrors.translating;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.BlobSettings;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The objects of one bucket, each below its tenant's prefix.
 *
 * <p>Failures: {@code NOT_FOUND} for a missing object, {@code UNAVAILABLE} when S3 does not answer,
 * {@code INTERNAL} when it refuses our configuration.
 */
final class Bucket implements AutoCloseable {
  private static final int DELETE_PAGE = 500;

  private final BlobSettings settings;
  private final Consumer<String> guard;
  private final S3Client client;
  private final S3Presigner presigner;

  Bucket(BlobSettings settings) {
    this(settings, address -> {});
  }

  /**
   * @param guard refuses addresses that users must not name; asked before every call
   */
  Bucket(BlobSettings settings, Consumer<String> guard) {
    this.guard = guard;
    this.settings = settings;
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(settings.accessKey(), settings.secretKey().reveal()));
    S3Configuration style =
        S3Configuration.builder().pathStyleAccessEnabled(settings.pathStyle()).build();
    this.client =
        S3Client.builder()
            .endpointOverride(settings.endpoint())
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            .serviceConfiguration(style)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(settings.connectTimeout())
                    .socketTimeout(settings.timeout()))
            .build();
    this.presigner =
        S3Presigner.builder()
            .endpointOverride(settings.endpoint())
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            .serviceConfiguration(style)
            .build();
  }

  private <T> T calling(String key, Supplier<T> call) {
    try {
      guard.accept(settings.endpoint().toString());
    } catch (HypnosException e) {
      throw new HypnosException(
          ErrorCode.UNAVAILABLE, "the object store is at an address that must not be called", e);
    }
    return translating(key, call);
  }

  void put(BlobKey key, String contentType, byte[] bytes) {
    calling(
        key.text(),
        () ->
            client.putObject(
                request ->
                    request.bucket(settings.bucket()).key(key.text()).contentType(contentType),
                RequestBody.fromBytes(bytes)));
  }

  /**
   * Stores what a stream holds, with little of it in memory; nothing when it holds more than
   * allowed or breaks.
   *
   * @param most bytes; more is {@code TOO_LARGE}
   * @return bytes stored
   */
  long put(BlobKey key, String contentType, InputStream content, long most) {
    MultipartUpload upload =
        new MultipartUpload(
            client, settings.bucket(), Math.toIntExact(settings.partSize().bytes()));
    return calling(key.text(), () -> upload.send(key, contentType, content, most));
  }

  /** The whole object; only for keys whose size is bounded by intake. */
  byte[] get(BlobKey key) {
    return calling(
        key.text(),
        () ->
            client
                .getObjectAsBytes(request -> request.bucket(settings.bucket()).key(key.text()))
                .asByteArrayUnsafe());
  }

  /** The object as a stream, which the caller closes. */
  InputStream open(BlobKey key) {
    return calling(
        key.text(),
        () -> client.getObject(request -> request.bucket(settings.bucket()).key(key.text())));
  }

  /** Empty when there is no such object. */
  Optional<BlobInfo> find(BlobKey key) {
    try {
      return calling(
          key.text(),
          () -> {
            HeadObjectResponse head =
                client.headObject(request -> request.bucket(settings.bucket()).key(key.text()));
            return Optional.of(
                new BlobInfo(
                    key,
                    head.contentLength(),
                    Optional.ofNullable(head.contentType()),
                    head.lastModified()));
          });
    } catch (HypnosException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Copies within S3; both keys belong to one tenant. */
  void copy(BlobKey from, BlobKey to) {
    if (!from.tenantId().equals(to.tenantId())) {
      throw new HypnosException(
          ErrorCode.FORBIDDEN, "an object must not be copied to another tenant");
    }
    calling(
        from.text(),
        () ->
            client.copyObject(
                request ->
                    request
                        .sourceBucket(settings.bucket())
                        .sourceKey(from.text())
                        .destinationBucket(settings.bucket())
                        .destinationKey(to.text())));
  }

  /** Nothing happens when there is no such object. */
  void delete(BlobKey key) {
    calling(
        key.text(),
        () -> client.deleteObject(request -> request.bucket(settings.bucket()).key(key.text())));
  }

  /**
   * Objects of a tenant, in pages.
   *
   * @param beginning what their paths begin with; empty for all
   * @param cursor where the page before ended
   */
  BlobPage list(UUID tenantId, String beginning, Optional<String> cursor, int most) {
    String prefix = BlobKey.prefix(tenantId) + beginning;
    ListObjectsV2Response page = page(prefix, cursor, most);
    List<BlobInfo> objects =
        page.contents().stream()
            .map(
                found ->
                    new BlobInfo(
                        BlobKey.parse(tenantId, found.key()),
                        found.size(),
                        Optional.empty(),
                        found.lastModified()))
            .toList();
    return new BlobPage(objects, Optional.ofNullable(page.nextContinuationToken()));
  }

  /**
   * Deletes some objects of a tenant and returns how many; 0 means that none are left. Fails when
   * there are some and S3 deletes none of them.
   *
   * @param beginning what their paths begin with; empty for all
   */
  int deleteSome(UUID tenantId, String beginning) {
    String prefix = BlobKey.prefix(tenantId) + beginning;
    List<ObjectIdentifier> keys =
        page(prefix, Optional.empty(), DELETE_PAGE).contents().stream()
            .map(found -> ObjectIdentifier.builder().key(found.key()).build())
            .toList();
    if (keys.isEmpty()) {
      return 0;
    }
    DeleteObjectsResponse answer =
        calling(
            prefix,
            () ->
                client.deleteObjects(
                    request ->
                        request.bucket(settings.bucket()).delete(list -> list.objects(keys))));
    // The answer is a success even when every single key was refused.
    int deleted = keys.size() - answer.errors().size();
    if (deleted <= 0) {
      throw new HypnosException(
          ErrorCode.UNAVAILABLE,
          "the object store does not delete objects: " + answer.errors().get(0).code());
    }
    return deleted;
  }

  private ListObjectsV2Response page(String prefix, Optional<String> cursor, int most) {
    return calling(
        prefix,
        () ->
            client.listObjectsV2(
                request ->
                    request
                        .bucket(settings.bucket())
                        .prefix(prefix)
                        .continuationToken(cursor.orElse(null))
                        .maxKeys(most)));
  }

  /** A link of the usual lifetime that lets anybody who has it read the object. */
  URI linkToRead(BlobKey key) {
    return linkToRead(key, settings.linkLifetime());
  }

  /** A link that lets anybody who has it read the object, for so long. */
  URI linkToRead(BlobKey key, Duration lifetime) {
    return URI.create(
        presigner
            .presignGetObject(
                link ->
                    link.signatureDuration(lifetime)
                        .getObjectRequest(get -> get.bucket(settings.bucket()).key(key.text())))
            .url()
            .toString());
  }

  /** A link of the usual lifetime to upload the object; see the other method. */
  URI linkToWrite(BlobKey key, String contentType, long length) {
    return linkToWrite(key, contentType, length, settings.linkLifetime());
  }

  /**
   * A link that lets anybody who has it upload the object, for so long. Type and length are signed:
   * an upload with others is refused.
   */
  URI linkToWrite(BlobKey key, String contentType, long length, Duration lifetime) {
    return URI.create(
        presigner
            .presignPutObject(
                link ->
                    link.signatureDuration(lifetime)
                        .putObjectRequest(
                            put ->
                                put.bucket(settings.bucket())
                                    .key(key.text())
                                    .contentType(contentType)
                                    .contentLength(length)))
            .url()
            .toString());
  }

  boolean isReachable() {
    try {
      client.headBucket(request -> request.bucket(settings.bucket()));
      return true;
    } catch (SdkException e) {
      return false;
    }
  }

  @Override
  public void close() {
    client.close();
    presigner.close();
  }
}
