package io.hypnos.engine.blob;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.BlobSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
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
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Objects in one bucket. A key is {@code <tenant>/<kind>/<name>}; callers never choose a whole key.
 */
public final class BlobStore implements AutoCloseable {
  private static final int DELETE_PAGE = 500;

  private final BlobSettings settings;
  private final S3Client client;
  private final S3Presigner presigner;

  public BlobStore(BlobSettings settings) {
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
                    .connectionTimeout(Duration.ofSeconds(3))
                    .socketTimeout(Duration.ofSeconds(30)))
            .build();
    this.presigner =
        S3Presigner.builder()
            .endpointOverride(settings.endpoint())
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            .serviceConfiguration(style)
            .build();
  }

  /** The prefix of all objects of a tenant. */
  public static String prefix(UUID tenantId) {
    return tenantId + "/";
  }

  public void put(String key, String contentType, byte[] bytes) {
    try {
      client.putObject(
          request -> request.bucket(settings.bucket()).key(key).contentType(contentType),
          RequestBody.fromBytes(bytes));
    } catch (SdkException e) {
      throw translated(key, e);
    }
  }

  /** The whole object; only for keys whose size is bounded by intake. */
  public byte[] get(String key) {
    try {
      return client
          .getObjectAsBytes(request -> request.bucket(settings.bucket()).key(key))
          .asByteArrayUnsafe();
    } catch (SdkException e) {
      throw translated(key, e);
    }
  }

  public void delete(String key) {
    try {
      client.deleteObject(request -> request.bucket(settings.bucket()).key(key));
    } catch (SdkException e) {
      throw translated(key, e);
    }
  }

  /** Deletes some objects below a prefix and returns how many; 0 means none are left. */
  public int deleteSome(String prefix) {
    try {
      List<S3Object> page =
          client
              .listObjectsV2(
                  request -> request.bucket(settings.bucket()).prefix(prefix).maxKeys(DELETE_PAGE))
              .contents();
      if (page.isEmpty()) {
        return 0;
      }
      List<ObjectIdentifier> keys =
          page.stream().map(found -> ObjectIdentifier.builder().key(found.key()).build()).toList();
      client.deleteObjects(
          request -> request.bucket(settings.bucket()).delete(list -> list.objects(keys)));
      return keys.size();
    } catch (SdkException e) {
      throw translated(prefix, e);
    }
  }

  /** A short-lived link that lets anybody who has it read the object. */
  public URI linkToRead(String key) {
    return URI.create(
        presigner
            .presignGetObject(
                link ->
                    link.signatureDuration(settings.linkLifetime())
                        .getObjectRequest(get -> get.bucket(settings.bucket()).key(key)))
            .url()
            .toString());
  }

  /** A short-lived link that lets anybody who has it upload the object. */
  public URI linkToWrite(String key, String contentType) {
    return URI.create(
        presigner
            .presignPutObject(
                link ->
                    link.signatureDuration(settings.linkLifetime())
                        .putObjectRequest(
                            put -> put.bucket(settings.bucket()).key(key).contentType(contentType)))
            .url()
            .toString());
  }

  public boolean isReachable() {
    try {
      client.headBucket(request -> request.bucket(settings.bucket()));
      return true;
    } catch (SdkException e) {
      return false;
    }
  }

  private static HypnosException translated(String key, SdkException failure) {
    if (failure instanceof NoSuchKeyException) {
      return new HypnosException(ErrorCode.NOT_FOUND, "no object " + key, failure);
    }
    return HypnosException.unavailable("The object store", failure);
  }

  @Override
  public void close() {
    client.close();
    presigner.close();
  }
}
