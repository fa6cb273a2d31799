package io.hypnos.engine.version;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * SHA-256 in hexadecimal over a commit as {@link CanonicalJson}: an object of {@code at} (ISO 8601
 * in UTC), {@code branch}, {@code by}, {@code category}, {@code change}, {@code content}, {@code
 * group}, {@code memory}, {@code metadata}, {@code mode}, {@code number}, {@code owner}, {@code
 * parent}, {@code provenance}, {@code space}, {@code subcategory}, {@code tenant} and {@code
 * verbatim}, what is absent as null. As the parent's hash is part of it, a hash vouches for all
 * that came before.
 */
final class CommitHash {
  private CommitHash() {}

  /** The hash that a commit must have, whatever it says it has. */
  static String of(UUID tenantId, Commit commit) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] text = CanonicalJson.of(fields(tenantId, commit)).getBytes(UTF_8);
      return HexFormat.of().formatHex(sha256.digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Map<String, Object> fields(UUID tenantId, Commit commit) {
    Snapshot snapshot = commit.snapshot();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", tenantId.toString());
    fields.put("memory", snapshot.memoryId().toString());
    fields.put("branch", commit.branch());
    fields.put("number", commit.number());
    fields.put("parent", commit.parentHash().orElse(null));
    fields.put("change", commit.change().text());
    fields.put("by", commit.by().map(UUID::toString).orElse(null));
    fields.put("at", commit.at().toString());
    fields.put("space", snapshot.space());
    fields.put("content", snapshot.content());
    fields.put("category", snapshot.category().orElse(null));
    fields.put("subcategory", snapshot.subcategory().orElse(null));
    fields.put("metadata", snapshot.metadata());
    fields.put("verbatim", snapshot.verbatim().orElse(null));
    fields.put("owner", snapshot.owner().orElse(null));
    fields.put("group", snapshot.group().orElse(null));
    fields.put("mode", snapshot.mode().orElse(null));
    fields.put("provenance", snapshot.provenance());
    return fields;
  }
}
