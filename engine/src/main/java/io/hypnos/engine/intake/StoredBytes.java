package io.hypnos.engine.intake;

import io.hypnos.engine.blob.BlobInfo;
import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.document.DocumentBytes;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.io.InputStream;

/** A document that lies in S3 and is never in memory as a whole. */
public final class StoredBytes implements DocumentBytes {
  private final BlobStore blobs;
  private final BlobInfo object;

  private StoredBytes(BlobStore blobs, BlobInfo object) {
    this.blobs = blobs;
    this.object = object;
  }

  /** Fails with {@code NOT_FOUND} when there is no such object. */
  public static StoredBytes of(BlobStore blobs, BlobKey key) {
    return new StoredBytes(
        blobs,
        blobs
            .find(key)
            .orElseThrow(
                () -> new HypnosException(ErrorCode.NOT_FOUND, "no object " + key.text())));
  }

  @Override
  public long size() {
    return object.size();
  }

  @Override
  public InputStream open() {
    return blobs.open(object.key());
  }
}
