package io.hypnos.engine.blob;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The key of an object, {@code <tenant>/<path>}. There is no way to build one that lies outside its
 * tenant's prefix, or that a file system behind S3 could take for another.
 */
public record BlobKey(UUID tenantId, String path) {
  /** S3 allows 1,024 for the whole key; the tenant takes 37. */
  private static final int LONGEST_PATH = 900;

  /** File systems behind S3 allow no longer names. */
  private static final int LONGEST_SEGMENT = 255;

  public BlobKey {
    Optional<String> problem = problem(path);
    if (problem.isPresent()) {
      throw refused(problem.get());
    }
  }

  public static BlobKey of(UUID tenantId, String path) {
    return new BlobKey(tenantId, path);
  }

  /** The key that was stored as text; {@code VALIDATION} when it is not one of this tenant. */
  public static BlobKey parse(UUID tenantId, String text) {
    BlobKey key = parse(text);
    if (!key.tenantId.equals(tenantId)) {
      throw refused("it belongs to another tenant");
    }
    return key;
  }

  /** The key that was stored as text, whoever's it is. */
  public static BlobKey parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw refused("it names no tenant");
    }
    UUID tenantId = tenant(text.substring(0, slash));
    return new BlobKey(tenantId, text.substring(slash + 1));
  }

  /** The key as S3 knows it. */
  public String text() {
    return prefix(tenantId) + path;
  }

  static String prefix(UUID tenantId) {
    return tenantId + "/";
  }

  private static UUID tenant(String text) {
    try {
      UUID tenantId = UUID.fromString(text);
      if (tenantId.toString().equals(text)) {
        return tenantId;
      }
    } catch (IllegalArgumentException e) {
      throw refused("it names no tenant");
    }
    throw refused("it names no tenant");
  }

  private static Optional<String> problem(String path) {
    if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      return Optional.of("it is longer than " + LONGEST_PATH + " bytes");
    }
    for (String segment : path.split("/", -1)) {
      if (segment.isBlank() || segment.equals(".") || segment.equals("..")) {
        return Optional.of("it has an empty or relative part");
      }
      if (segment.getBytes(StandardCharsets.UTF_8).length > LONGEST_SEGMENT) {
        return Optional.of("a part is longer than " + LONGEST_SEGMENT + " bytes");
      }
    }
    boolean unreadable =
        path.codePoints()
            .anyMatch(
                c ->
                    c == '\\'
                        || Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE);
    return unreadable
        ? Optional.of("it holds a character that a key must not have")
        : Optional.empty();
  }

  private static HypnosException refused(String reason) {
    return new HypnosException(
        ErrorCode.VALIDATION, "not the key of an object: " + reason, Map.of("field", "key"), null);
  }
}
