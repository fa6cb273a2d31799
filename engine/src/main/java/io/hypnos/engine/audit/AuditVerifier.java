package io.hypnos.engine.audit;

import io.hypnos.engine.audit.AuditVerification.Failure;
import io.hypnos.engine.database.Database;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Recomputes the chain of a tenant. After a break it goes on from the stored hash, so that one
 * change shows as one failure and not as a broken rest. Entries that were edited, swapped, deleted
 * or cut off at the end do not fit. A tenant with a database of its own has a chain there and one
 * in the operator's; both are checked, the operator's first.
 */
public final class AuditVerifier {
  private static final int PAGE = 1_000;
  private static final int SHOWN_FAILURES = 100;

  private static final String SEALED =
      """
      SELECT position, hash, %s
      FROM audit
      WHERE tenant_id = :tenant AND position >= :from AND position <= :to
      ORDER BY position
      LIMIT :limit
      """
          .formatted(ChainEntry.COLUMNS);

  private static final String HASH_AT =
      """
      SELECT hash
      FROM audit
      WHERE tenant_id = :tenant AND position = :position
      """;

  private static final String HEAD =
      """
      SELECT position, hash
      FROM audit_head
      WHERE tenant_id = :tenant
      """;

  private static final String LAST_POSITION =
      """
      SELECT coalesce(max(position), 0)
      FROM audit
      WHERE tenant_id = :tenant
      """;

  private static final String COUNT_UNSEALED =
      """
      SELECT count(*)
      FROM audit
      WHERE tenant_id = :tenant AND position IS NULL
      """;

  private final Database database;

  public AuditVerifier(Database database) {
    this.database = database;
  }

  /** Checks the whole chain of a tenant. */
  public AuditVerification verify(UUID tenantId) {
    return verify(tenantId, 1, Long.MAX_VALUE);
  }

  /** Checks the positions from and to, both included; positions begin at 1. */
  public AuditVerification verify(UUID tenantId, long from, long to) {
    AuditVerification home =
        database.atHome(tenantId, handle -> new Check(handle, tenantId, from, to).run());
    return database.isElsewhere(tenantId)
        ? home.and(
            database.inTenant(tenantId, handle -> new Check(handle, tenantId, from, to).run()))
        : home;
  }

  private record Sealed(long position, byte[] hash, ChainEntry entry) {}

  /** One check, page by page. */
  private static final class Check {
    private final Handle handle;
    private final UUID tenantId;
    private final long first;
    private final long last;
    private final Optional<ChainHead> head;
    private final List<Failure> failures = new ArrayList<>();
    private long failed;
    private long next;
    private Optional<byte[]> previous;

    Check(Handle handle, UUID tenantId, long from, long to) {
      this.handle = handle;
      this.tenantId = tenantId;
      // Everything is read in the order head, entries: what is sealed meanwhile lies behind.
      this.head = head();
      this.first = Math.max(1, from);
      this.last = Math.min(to, Math.max(head.map(ChainHead::position).orElse(0L), lastPosition()));
      this.next = first;
      this.previous = hashBefore(first);
    }

    AuditVerification run() {
      List<Sealed> page;
      do {
        page = page();
        page.forEach(this::check);
      } while (page.size() == PAGE);
      missUntil(last + 1);
      return new AuditVerification(
          Math.max(0, last - first + 1), List.copyOf(failures), failed, unsealed());
    }

    private void check(Sealed sealed) {
      missUntil(sealed.position());
      Optional<byte[]> expected =
          previous.map(hash -> AuditChain.hash(hash, sealed.position(), sealed.entry()));
      // Behind a gap nothing can be recomputed; the gap itself has been told.
      boolean fits = expected.map(hash -> Arrays.equals(hash, sealed.hash())).orElse(true);
      if (!fits || isOtherThanHead(sealed)) {
        fail(sealed.position(), expected, sealed.hash());
      }
      previous = Optional.of(sealed.hash());
      next = sealed.position() + 1;
    }

    private boolean isOtherThanHead(Sealed sealed) {
      return head.filter(known -> known.position() == sealed.position())
          .map(known -> !Arrays.equals(known.hash(), sealed.hash()))
          .orElse(false);
    }

    /** Tells the positions that are not there; however wide the gap, it costs little. */
    private void missUntil(long position) {
      if (next >= position) {
        return;
      }
      for (long gap = next; gap < position && failures.size() < SHOWN_FAILURES; gap++) {
        failures.add(new Failure(gap, Optional.empty(), Optional.empty()));
      }
      failed += position - next;
      previous = Optional.empty();
      next = position;
    }

    private void fail(long position, Optional<byte[]> expected, byte[] stored) {
      failed++;
      if (failures.size() < SHOWN_FAILURES) {
        HexFormat hex = HexFormat.of();
        failures.add(
            new Failure(
                position, expected.map(hex::formatHex), Optional.of(hex.formatHex(stored))));
      }
    }

    private List<Sealed> page() {
      return handle
          .createQuery(SEALED)
          .bind("tenant", tenantId)
          .bind("from", next)
          .bind("to", last)
          .bind("limit", PAGE)
          .map(
              (row, context) ->
                  new Sealed(row.getLong("position"), row.getBytes("hash"), ChainEntry.of(row)))
          .list();
    }

    private Optional<byte[]> hashBefore(long position) {
      if (position == 1) {
        return Optional.of(AuditChain.genesis(tenantId));
      }
      return handle
          .createQuery(HASH_AT)
          .bind("tenant", tenantId)
          .bind("position", position - 1)
          .mapTo(byte[].class)
          .findOne();
    }

    private Optional<ChainHead> head() {
      return handle
          .createQuery(HEAD)
          .bind("tenant", tenantId)
          .map((row, context) -> new ChainHead(row.getLong("position"), row.getBytes("hash")))
          .findOne();
    }

    private long lastPosition() {
      return count(LAST_POSITION);
    }

    private long unsealed() {
      return count(COUNT_UNSEALED);
    }

    private long count(String query) {
      return handle.createQuery(query).bind("tenant", tenantId).mapTo(Long.class).one();
    }
  }
}
