package io.hypnos.local.s3;

import io.hypnos.settings.BlobSettings;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What a test says to the bucket, with the SDK that the product uses. */
final class BucketClient implements AutoCloseable {
  private final S3Client client;
  private final S3Presigner presigner;
  private final String bucket;

  BucketClient(BlobSettings settings) {
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(settings.accessKey(), settings.secretKey().reveal()));
    S3Configuration pathStyle = S3Configuration.builder().pathStyleAccessEnabled(true).build();
    bucket = settings.bucket();
    client =
        S3Client.builder()
            .endpointOverride(settings.endpoint())
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            .serviceConfiguration(pathStyle)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    presigner =
        S3Presigner.builder()
            .endpointOverride(settings.endpoint())
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            .serviceConfiguration(pathStyle)
            .build();
  }

  void put(String key, byte[] content) {
    client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  void put(String key, Path file) {
    client.putObject(put -> put.bucket(bucket).key(key), file);
  }

  InputStream get(String key) {
    return client.getObject(get -> get.bucket(bucket).key(key));
  }

  String linkToPut(String key) {
    return presigner
        .presignPutObject(
            presign ->
                presign
                    .signatureDuration(Duration.ofMinutes(5))
                    .putObjectRequest(put -> put.bucket(bucket).key(key)))
        .url()
        .toString();
  }

  String linkToGet(String key) {
    return presigner
        .presignGetObject(
            presign ->
                presign
                    .signatureDuration(Duration.ofMinutes(5))
                    .getObjectRequest(get -> get.bucket(bucket).key(key)))
        .url()
        .toString();
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
  }
}
