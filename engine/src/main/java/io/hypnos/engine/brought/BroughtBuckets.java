package io.hypnos.engine.brought;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.brought.EndpointStore.Endpoint;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.secret.SecretStore;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.BlobSettings;
import io.hypnos.settings.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The buckets that tenants brought for their files. One is tried before it is kept, and one that
 * fails leaves the earlier one in its place. Other nodes notice a change within seconds.
 */
public final class BroughtBuckets {
  private static final String KIND = "object_store";
  private static final String SECRET = "object-store/secret-key";
  private static final String ENDPOINT = "endpoint_url";
  private static final String BUCKET = "bucket";
  private static final String REGION = "region";
  private static final String ACCESS = "object-store/access-key";
  private static final Duration KNOWN = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TENANTS = 10_000;

  private final Database database;
  private final SecretStore secrets;
  private final BlobSettings usual;
  private final Consumer<String> guard;
  private final AuditLog audit;
  private final Clock clock;
  private final EndpointStore store = new EndpointStore(KIND);
  private final Cache<UUID, Optional<BlobSettings>> known =
      Caffeine.newBuilder().maximumSize(TENANTS).expireAfterWrite(KNOWN).build();

  /**
   * @param usual patience and lifetimes, which hold for all buckets
   * @param guard refuses addresses that users must not name
   */
  public BroughtBuckets(
      Database database,
      SecretStore secrets,
      BlobSettings usual,
      Consumer<String> guard,
      AuditLog audit,
      Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.usual = usual;
    this.guard = guard;
    this.audit = audit;
    this.clock = clock;
  }

  /** Where files of the tenant go, if it brought a bucket. */
  public Optional<BlobSettings> settings(UUID tenantId) {
    return known.get(tenantId, this::load);
  }

  private Optional<BlobSettings> load(UUID tenantId) {
    return database.atHome(
        tenantId,
        handle ->
            store
                .find(handle, tenantId)
                .flatMap(
                    found ->
                        secrets
                            .find(handle, tenantId, SECRET)
                            .flatMap(
                                secret ->
                                    secrets
                                        .find(handle, tenantId, ACCESS)
                                        .map(
                                            access ->
                                                settings(
                                                    wanted(found.settings(), access, secret))))));
  }

  private static NewBucket wanted(Map<String, String> known, Secret access, Secret secret) {
    return new NewBucket(
        known.get(ENDPOINT), known.get(BUCKET), known.get(REGION), access.reveal(), secret);
  }

  private BlobSettings settings(NewBucket wanted) {
    try {
      return new BlobSettings(
          URI.create(wanted.endpoint()),
          wanted.region(),
          wanted.bucket(),
          wanted.accessKey(),
          wanted.secretKey(),
          true,
          usual.linkLifetime(),
          usual.partSize(),
          usual.connectTimeout(),
          usual.timeout());
    } catch (IllegalArgumentException e) {
      throw new HypnosException(ErrorCode.VALIDATION, "the address is none", e);
    }
  }

  /** What the tenant brought, without its keys. */
  public Optional<BroughtBucket> find(UUID tenantId) {
    return database.atHome(
        tenantId, handle -> store.find(handle, tenantId).map(BroughtBuckets::shown));
  }

  private static BroughtBucket shown(Endpoint found) {
    return new BroughtBucket(
        found.settings().get(ENDPOINT),
        found.settings().get(BUCKET),
        found.settings().get(REGION),
        found.verifiedAt());
  }

  /** Puts an object there and takes it away again, then keeps the bucket. */
  public BroughtBucket bring(Caller caller, NewBucket wanted) {
    guard.accept(wanted.endpoint());
    requireUsable(caller.tenantId(), settings(wanted));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    database.<Void>atHome(
        caller.tenantId(),
        handle -> {
          store.put(
              handle,
              caller.tenantId(),
              Map.of(
                  ENDPOINT, wanted.endpoint(),
                  BUCKET, wanted.bucket(),
                  REGION, wanted.region()),
              now);
          secrets.put(handle, caller.tenantId(), ACCESS, Secret.of(wanted.accessKey()));
          secrets.put(handle, caller.tenantId(), SECRET, wanted.secretKey());
          audit.record(
              handle,
              caller.actor(),
              "object-store.bring",
              wanted.bucket(),
              Map.of(BUCKET, wanted.bucket()));
          return null;
        });
    known.invalidate(caller.tenantId());
    return new BroughtBucket(wanted.endpoint(), wanted.bucket(), wanted.region(), now);
  }

  /** New files go to this installation again; those in the bucket stay there. */
  public void remove(Caller caller) {
    database.<Void>atHome(
        caller.tenantId(),
        handle -> {
          secrets.delete(handle, caller.tenantId(), SECRET);
          secrets.delete(handle, caller.tenantId(), ACCESS);
          if (store.delete(handle, caller.tenantId())) {
            audit.record(handle, caller.actor(), "object-store.remove", KIND, Map.of());
          }
          return null;
        });
    known.invalidate(caller.tenantId());
  }

  private static void requireUsable(UUID tenantId, BlobSettings settings) {
    BlobKey key = BlobKey.of(tenantId, "self-test/" + UUID.randomUUID());
    byte[] bytes = "Does it keep this?".getBytes(StandardCharsets.UTF_8);
    Future<Boolean> tried =
        SelfTests.start(
            () -> {
              BlobStore.requireUsable(settings, key, bytes);
              return true;
            });
    try {
      tried.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unusable("it does not answer in time", e);
    } catch (ExecutionException e) {
      throw unusable(
          e.getCause() instanceof HypnosException known ? known.getMessage() : "it is refused", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HypnosException(ErrorCode.UNAVAILABLE, "the server is stopping", e);
    }
  }

  private static HypnosException unusable(String why, Exception cause) {
    return new HypnosException(ErrorCode.VALIDATION, "the bucket cannot be used: " + why, cause);
  }
}
