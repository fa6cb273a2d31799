package io.hypnos.local.s3;

import io.hypnos.local.part.StartException;
import io.hypnos.settings.BlobSettings;
import java.util.concurrent.CountDownLatch;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server in front of a blob store. */
final class S3Endpoint {
  private static final Logger log = LoggerFactory.getLogger(S3Endpoint.class);

  private final S3Proxy proxy;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private S3Endpoint(S3Proxy proxy) {
    this.proxy = proxy;
  }

  static S3Endpoint start(BlobStore store, BlobSettings settings) {
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(settings.endpoint())
            .awsAuthentication(
                AuthenticationType.AWS_V4, settings.accessKey(), settings.secretKey().reveal())
            .build();
    try {
      proxy.start();
    } catch (Exception e) {
      throw new StartException("S3 cannot start: " + e.getMessage(), e);
    }
    return new S3Endpoint(proxy);
  }

  void stop() {
    try {
      proxy.stop();
    } catch (Exception e) {
      log.error("The S3 endpoint did not stop in order", e);
    } finally {
      stopped.countDown();
    }
  }

  void awaitStopped() throws InterruptedException {
    stopped.await();
  }
}
