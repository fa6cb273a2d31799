package io.hypnos.engine.blob;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects, each below its tenant's prefix: in the bucket of this installation, or in one that the
 * tenant brought. What was stored before the tenant brought it stays where it is and is found all
 * the same.
 *
 * <p>Failures: {@code NOT_FOUND} for a missing object, {@code UNAVAILABLE} when S3 does not answer,
 * {@code INTERNAL} when it refuses our configuration.
 */
public final class BlobStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BlobStore.class);
  private static final int MOST_BUCKETS = 1_000;
  private static final Duration UNUSED = Duration.ofMinutes(30);

  /** Steps of 500 objects in the bucket that a tenant brought, until that has rested for long. */
  private static final int MOST_STEPS = 10_000;

  private static final Duration STEPS_KNOWN = Duration.ofHours(6);

  private final Cache<UUID, Integer> steps =
      Caffeine.newBuilder().maximumSize(MOST_BUCKETS).expireAfterWrite(STEPS_KNOWN).build();
  private final Bucket common;
  private final Function<UUID, Optional<BlobSettings>> own;
  private final Consumer<String> guard;
  private final Cache<BlobSettings, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(MOST_BUCKETS)
          .expireAfterAccess(UNUSED)
          .<BlobSettings, Bucket>removalListener((settings, bucket, cause) -> close(bucket))
          .build();

  /** All objects in one bucket. */
  public BlobStore(BlobSettings settings) {
    this(settings, tenant -> Optional.empty(), address -> {});
  }

  /**
   * @param own the bucket of a tenant that brought one
   * @param guard refuses addresses that tenants must not name; asked before every call
   */
  public BlobStore(
      BlobSettings settings, Function<UUID, Optional<BlobSettings>> own, Consumer<String> guard) {
    this.guard = guard;
    this.common = new Bucket(settings);
    this.own = own;
  }

  private static void close(Bucket bucket) {
    if (bucket != null) {
      bucket.close();
    }
  }

  /** Where objects of the tenant may lie; new ones go to the first. */
  private List<Bucket> bucketsOf(UUID tenantId) {
    return own.apply(tenantId)
        .map(settings -> List.of(buckets.get(settings, each -> new Bucket(each, guard)), common))
        .orElse(List.of(common));
  }

  private Bucket first(BlobKey key) {
    return bucketsOf(key.tenantId()).get(0);
  }

  /** The bucket that has the object, or the first when none has. */
  private Bucket holder(BlobKey key) {
    List<Bucket> all = bucketsOf(key.tenantId());
    return all.size() == 1
        ? all.get(0)
        : all.stream().filter(each -> each.find(key).isPresent()).findFirst().orElse(all.get(0));
  }

  /** The same without a call to the bucket that the tenant brought, which may be slow. */
  private Bucket linked(BlobKey key) {
    List<Bucket> all = bucketsOf(key.tenantId());
    return all.size() == 1 || common.find(key).isPresent() ? common : all.get(0);
  }

  public void put(BlobKey key, String contentType, byte[] bytes) {
    first(key).put(key, contentType, bytes);
  }

  /**
   * Stores what a stream holds, with little of it in memory; nothing when it holds more than
   * allowed or breaks.
   *
   * @param most bytes; more is {@code TOO_LARGE}
   * @return bytes stored
   */
  public long put(BlobKey key, String contentType, InputStream content, long most) {
    return first(key).put(key, contentType, content, most);
  }

  /** The whole object; only for keys whose size is bounded by intake. */
  public byte[] get(BlobKey key) {
    return holder(key).get(key);
  }

  /** The object as a stream, which the caller closes. */
  public InputStream open(BlobKey key) {
    return holder(key).open(key);
  }

  /** Empty when there is no such object. */
  public Optional<BlobInfo> find(BlobKey key) {
    return bucketsOf(key.tenantId()).stream()
        .map(bucket -> bucket.find(key))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Copies within S3; both keys belong to one tenant. */
  public void copy(BlobKey from, BlobKey to) {
    holder(from).copy(from, to);
  }

  /** Nothing happens when there is no such object. */
  public void delete(BlobKey key) {
    bucketsOf(key.tenantId()).forEach(bucket -> bucket.delete(key));
  }

  /**
   * Objects of a tenant, in pages, where new ones go.
   *
   * @param beginning what their paths begin with; empty for all
   * @param cursor where the page before ended
   */
  public BlobPage list(UUID tenantId, String beginning, Optional<String> cursor, int most) {
    return bucketsOf(tenantId).get(0).list(tenantId, beginning, cursor, most);
  }

  /**
   * Deletes some objects of a tenant and returns how many; 0 means none are left.
   *
   * @param beginning what their paths begin with; empty for all
   */
  public int deleteSome(UUID tenantId, String beginning) {
    int deleted = common.deleteSome(tenantId, beginning);
    List<Bucket> all = bucketsOf(tenantId);
    if (all.size() > 1) {
      try {
        deleted += steps(tenantId) > MOST_STEPS ? 0 : all.get(0).deleteSome(tenantId, beginning);
      } catch (HypnosException e) {
        // A bucket that its owner has shut must not keep a tenant from being deleted.
        LOG.warn("the bucket that tenant {} brought is left: {}", tenantId, e.getMessage());
      }
    }
    return deleted;
  }

  /** A bucket that never gets empty, whatever its owner does there, is left at some point. */
  private int steps(UUID tenantId) {
    return steps.asMap().merge(tenantId, 1, Integer::sum);
  }

  /** A link of the usual lifetime that lets anybody who has it read the object. */
  public URI linkToRead(BlobKey key) {
    return linked(key).linkToRead(key);
  }

  /** A link that lets anybody who has it read the object, for so long. */
  public URI linkToRead(BlobKey key, Duration lifetime) {
    return linked(key).linkToRead(key, lifetime);
  }

  /** A link of the usual lifetime to upload the object; see the other method. */
  public URI linkToWrite(BlobKey key, String contentType, long length) {
    return first(key).linkToWrite(key, contentType, length);
  }

  /**
   * A link that lets anybody who has it upload the object, for so long. Type and length are signed:
   * an upload with others is refused.
   */
  public URI linkToWrite(BlobKey key, String contentType, long length, Duration lifetime) {
    return first(key).linkToWrite(key, contentType, length, lifetime);
  }

  public boolean isReachable() {
    return common.isReachable();
  }

  /** Fails with the reason unless an object can be put, read back, and deleted there. */
  public static void requireUsable(BlobSettings settings, BlobKey key, byte[] bytes) {
    try (Bucket bucket = new Bucket(settings)) {
      bucket.put(key, "application/octet-stream", bytes);
      if (!java.util.Arrays.equals(bucket.get(key), bytes)) {
        throw new HypnosException(
            ErrorCode.INTERNAL, "the object store gives back something else than it was given");
      }
      bucket.delete(key);
    }
  }

  @Override
  public void close() {
    buckets.invalidateAll();
    buckets.cleanUp();
    common.close();
  }
}
