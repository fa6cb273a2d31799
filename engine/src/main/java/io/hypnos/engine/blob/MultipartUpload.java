package io.hypnos.engine.blob;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Sends a stream of unknown length, one part in memory at a time. */
final class MultipartUpload {
  private static final Logger LOG = LoggerFactory.getLogger(MultipartUpload.class);

  private final S3Client client;
  private final String bucket;
  private final int partSize;

  MultipartUpload(S3Client client, String bucket, int partSize) {
    this.client = client;
    this.bucket = bucket;
    this.partSize = partSize;
  }

  /**
   * Nothing is kept unless the whole stream could be read and sent.
   *
   * @return bytes sent
   */
  long send(BlobKey key, String contentType, InputStream content, long most) {
    byte[] first = part(content);
    requireAtMost(most, first.length);
    if (first.length < partSize) {
      client.putObject(
          request -> request.bucket(bucket).key(key.text()).contentType(contentType),
          RequestBody.fromBytes(first));
      return first.length;
    }
    String upload =
        client
            .createMultipartUpload(
                request -> request.bucket(bucket).key(key.text()).contentType(contentType))
            .uploadId();
    try {
      return sendParts(key, upload, first, content, most);
    } catch (RuntimeException e) {
      abort(key, upload, e);
      throw e;
    }
  }

  private long sendParts(BlobKey key, String upload, byte[] first, InputStream content, long most) {
    List<CompletedPart> parts = new ArrayList<>();
    long sent = 0;
    for (byte[] part = first; part.length > 0; part = part(content)) {
      sent += part.length;
      requireAtMost(most, sent);
      parts.add(sendPart(key, upload, parts.size() + 1, part));
    }
    client.completeMultipartUpload(
        request ->
            request
                .bucket(bucket)
                .key(key.text())
                .uploadId(upload)
                .multipartUpload(whole -> whole.parts(parts)));
    return sent;
  }

  private CompletedPart sendPart(BlobKey key, String upload, int number, byte[] part) {
    String tag =
        client
            .uploadPart(
                request ->
                    request.bucket(bucket).key(key.text()).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(part))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  private byte[] part(InputStream content) {
    try {
      byte[] buffer = new byte[partSize];
      int length = content.readNBytes(buffer, 0, partSize);
      return length == partSize ? buffer : Arrays.copyOf(buffer, length);
    } catch (IOException e) {
      throw new HypnosException(
          ErrorCode.UNAVAILABLE, "the content of an object could not be read to its end", e);
    }
  }

  private static void requireAtMost(long most, long sent) {
    if (sent > most) {
      throw new HypnosException(
          ErrorCode.TOO_LARGE, "the object is larger than " + most + " bytes");
    }
  }

  private void abort(BlobKey key, String upload, RuntimeException cause) {
    try {
      client.abortMultipartUpload(
          request -> request.bucket(bucket).key(key.text()).uploadId(upload));
    } catch (SdkException e) {
      LOG.warn("parts of object {} could not be removed: {}", key.text(), e.getMessage());
      cause.addSuppressed(e);
    }
  }
}
