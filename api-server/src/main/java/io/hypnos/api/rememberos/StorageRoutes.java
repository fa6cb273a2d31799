package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.brought.BroughtBucket;
import io.hypnos.engine.brought.BroughtBuckets;
import io.hypnos.engine.brought.NewBucket;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.Secret;
import java.time.Instant;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** The bucket that a tenant brings for its files: tried before it is kept, its keys never shown. */
@RestController
final class StorageRoutes {
  private static final String S3 = "s3";
  private static final String USUAL_REGION = "us-east-1";
  private static final int LONGEST_URL = 2_048;
  private static final int LONGEST = 256;

  private final BroughtBuckets buckets;

  StorageRoutes(Engine engine) {
    this.buckets = engine.broughtBuckets();
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Config(
      boolean configured,
      String backend,
      @JsonProperty("endpoint_url") String endpointUrl,
      String bucket,
      String region,
      @JsonProperty("verified_at") Instant verifiedAt) {
    static final Config NONE = new Config(false, null, null, null, null, null);

    static Config of(BroughtBucket brought) {
      return new Config(
          true, S3, brought.endpoint(), brought.bucket(), brought.region(), brought.verifiedAt());
    }
  }

  @GetMapping("/v1/memory/storage/config")
  @Requires(Right.WRITE)
  Config get(Caller caller) {
    return buckets.find(caller.tenantId()).map(Config::of).orElse(Config.NONE);
  }

  @PutMapping("/v1/memory/storage/config")
  @Requires(Right.WRITE)
  Config put(Caller caller, JsonFields body) {
    Providers.require(body, "backend", S3);
    String endpoint = body.requiredText("endpoint_url", 1, LONGEST_URL);
    String bucket = body.requiredText("bucket", 1, LONGEST);
    String region = body.text("region", 1, LONGEST).orElse(USUAL_REGION);
    String accessKey = body.requiredText("access_key", 1, LONGEST);
    String secretKey = body.requiredText("secret_key", 1, LONGEST);
    body.check();
    return Config.of(
        buckets.bring(
            caller, new NewBucket(endpoint, bucket, region, accessKey, Secret.of(secretKey))));
  }

  @DeleteMapping("/v1/memory/storage/config")
  @Requires(Right.WRITE)
  Config delete(Caller caller) {
    buckets.remove(caller);
    return Config.NONE;
  }
}
