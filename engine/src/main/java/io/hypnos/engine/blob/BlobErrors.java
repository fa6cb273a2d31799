package io.hypnos.engine.blob;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What failures of S3 mean. */
final class BlobErrors {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private BlobErrors() {}

  static <T> T translating(String key, Supplier<T> call) {
    try {
      return call.get();
    } catch (NoSuchKeyException e) {
      throw new HypnosException(ErrorCode.NOT_FOUND, "no object " + key, e);
    } catch (S3Exception e) {
      throw translated(e);
    } catch (SdkException e) {
      throw HypnosException.unavailable("The object store", e);
    }
  }

  private static HypnosException translated(S3Exception failure) {
    return switch (failure.statusCode()) {
      case FORBIDDEN ->
          new HypnosException(
              ErrorCode.INTERNAL, "the object store refuses the configured credentials", failure);
      case NOT_FOUND ->
          new HypnosException(ErrorCode.INTERNAL, "the object store has no such bucket", failure);
      default -> HypnosException.unavailable("The object store", failure);
    };
  }
}
