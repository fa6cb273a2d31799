package io.hypnos.engine.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Rooms that tenants share. Whoever is let in works in the room's own store, see {@link
 * Membership#store}: what is written there belongs to the room and not to the writer's tenant. A
 * room of which a tenant is no member is, for that tenant, not there.
 */
public final class Rooms {
  private static final String CODE = "mnvr_";
  private static final int LETTERS_OF_A_CODE = 32;

  private final Database database;
  private final AuditLog audit;
  private final Supplier<UUID> ids;
  private final SecureRandom random;
  private final Clock clock;
  private final RoomStore store = new RoomStore();

  public Rooms(
      Database database, AuditLog audit, Supplier<UUID> ids, SecureRandom random, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.ids = ids;
    this.random = random;
    this.clock = clock;
  }

  /** Makes a room; {@code CONFLICT} when the tenant has made one of that name. */
  public Membership create(Caller caller, String name, String description) {
    Instant now = now();
    UUID id = ids.get();
    String roomId = "room_" + Ulid.of(now, random);
    return database.asSystem(
        handle -> {
          if (!store.insert(handle, id, roomId, caller.tenantId(), name, description, now)) {
            throw new HypnosException(
                ErrorCode.CONFLICT,
                "there is a room of that name already",
                Map.of("reason", "room_exists"),
                null);
          }
          store.addMember(handle, id, caller.tenantId(), true, true, now);
          audit.record(handle, caller.actor(), "room.create", roomId, Map.of());
          return require(handle, caller.tenantId(), roomId);
        });
  }

  /** The rooms of a tenant, in the order in which it came into them. */
  public List<Membership> list(UUID tenantId) {
    return database.asSystem(handle -> store.list(handle, tenantId));
  }

  public Optional<Membership> find(UUID tenantId, String roomId) {
    return database.asSystem(handle -> store.find(handle, tenantId, roomId));
  }

  /** Lets others in. Only the owner may; {@code NOT_FOUND} for a room of which one is no member. */
  public IssuedInvite invite(
      Caller caller, String roomId, boolean mayWrite, Duration validFor, int maxUses) {
    Instant now = now();
    String code = CODE + Ulid.chance(LETTERS_OF_A_CODE, random);
    Invite invite =
        new Invite(
            "inv_" + Ulid.of(now, random),
            mayWrite,
            maxUses,
            0,
            Optional.of(now.plus(validFor)),
            Optional.empty(),
            now);
    return database.asSystem(
        handle -> {
          Membership room = requireOwned(handle, caller.tenantId(), roomId);
          if (room.archived()) {
            throw new HypnosException(ErrorCode.FORBIDDEN, "this room is archived");
          }
          store.insertInvite(handle, room.store(), invite, digest(code));
          audit.record(handle, caller.actor(), "room.invite", roomId, Map.of());
          return new IssuedInvite(invite, roomId, room.name(), code);
        });
  }

  /** The invites of a room, oldest first; for its owner. */
  public List<Invite> invites(Caller caller, String roomId) {
    return database.asSystem(
        handle -> store.invites(handle, requireOwned(handle, caller.tenantId(), roomId).store()));
  }

  /**
   * Comes into a room. {@code NOT_FOUND} for a code that there never was, {@code CONFLICT} for one
   * that is used up, over or taken back. A member who comes again uses nothing up.
   */
  public Joined join(Caller caller, String code) {
    Instant now = now();
    return database.asSystem(
        handle -> {
          RoomStore.Found found =
              store
                  .lockInvite(handle, digest(code))
                  .orElseThrow(
                      () -> new HypnosException(ErrorCode.NOT_FOUND, "no such invite code"));
          Optional<Membership> present = store.find(handle, caller.tenantId(), found.store());
          if (present.isPresent()) {
            return new Joined(present.get(), true);
          }
          if (!found.invite().isUsable(now)) {
            throw new HypnosException(
                ErrorCode.CONFLICT,
                "this invite code is used up, expired or revoked",
                Map.of("reason", "invite_over"),
                null);
          }
          store.addMember(
              handle, found.store(), caller.tenantId(), false, found.invite().mayWrite(), now);
          store.useInvite(handle, found);
          Membership membership =
              store.find(handle, caller.tenantId(), found.store()).orElseThrow();
          audit.record(handle, caller.actor(), "room.join", membership.roomId(), Map.of());
          return new Joined(membership, false);
        });
  }

  private Membership require(Handle handle, UUID tenantId, String roomId) {
    return store
        .find(handle, tenantId, roomId)
        .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "no such room"));
  }

  private Membership requireOwned(Handle handle, UUID tenantId, String roomId) {
    Membership room = require(handle, tenantId, roomId);
    if (!room.isOwner()) {
      throw new HypnosException(ErrorCode.FORBIDDEN, "you do not own this room");
    }
    return room;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static byte[] digest(String code) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(code.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
