package io.hypnos.engine.room;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The tables of rooms. Every statement names whose view it is, for the role sees all tenants. */
final class RoomStore {
  private static final String INSERT_STORE =
      """
      INSERT INTO tenant (tenant_id, name, plan, admin, state, created_at)
      VALUES (:store, :room, 'unlimited', false, 'active', :now)
      """;

  private static final String INSERT =
      """
      INSERT INTO room (tenant_id, room_id, owner_tenant, name, description, created_at)
      VALUES (:store, :room, :owner, :name, :description, :now)
      ON CONFLICT (owner_tenant, name) DO NOTHING
      """;

  private static final String ADD_MEMBER =
      """
      INSERT INTO room_member (tenant_id, member_tenant, role, scope, joined_at)
      VALUES (:store, :member, :role, :scope, :now)
      ON CONFLICT DO NOTHING
      """;

  private static final String MEMBERSHIP =
      """
      SELECT r.tenant_id, r.room_id, r.name, m.role, m.scope,
             r.archived_at IS NOT NULL OR t.state <> 'active' AS archived
      FROM room_member m
      JOIN room r ON r.tenant_id = m.tenant_id
      JOIN tenant t ON t.tenant_id = r.tenant_id
      WHERE m.member_tenant = :member
      """;

  private static final String LIST = MEMBERSHIP + "ORDER BY m.joined_at, r.room_id";

  private static final String FIND = MEMBERSHIP + "  AND r.room_id = :room";

  private static final String FIND_BY_STORE = MEMBERSHIP + "  AND r.tenant_id = :store";

  private static final String INSERT_INVITE =
      """
      INSERT INTO room_invite
        (tenant_id, invite_id, digest, scope, max_uses, expires_at, created_at)
      VALUES (:store, :invite, :digest, :scope, :maxUses, :expires, :now)
      """;

  private static final String INVITES =
      """
      SELECT tenant_id, invite_id, scope, max_uses, uses, expires_at, revoked_at, created_at
      FROM room_invite
      """;

  private static final String INVITES_OF =
      INVITES + "WHERE tenant_id = :store\nORDER BY created_at, invite_id";

  private static final String LOCK_INVITE = INVITES + "WHERE digest = :digest\nFOR UPDATE";

  private static final String USE_INVITE =
      "UPDATE room_invite SET uses = uses + 1 WHERE tenant_id = :store AND invite_id = :invite";

  /** False when the owner has a room of that name already. */
  boolean insert(
      Handle handle,
      UUID store,
      String roomId,
      UUID owner,
      String name,
      String description,
      Instant now) {
    handle
        .createUpdate(INSERT_STORE)
        .bind("store", store)
        .bind("room", roomId)
        .bind("now", Timestamp.from(now))
        .execute();
    return handle
            .createUpdate(INSERT)
            .bind("store", store)
            .bind("room", roomId)
            .bind("owner", owner)
            .bind("name", name)
            .bind("description", description)
            .bind("now", Timestamp.from(now))
            .execute()
        == 1;
  }

  void addMember(
      Handle handle, UUID store, UUID member, boolean isOwner, boolean mayWrite, Instant now) {
    handle
        .createUpdate(ADD_MEMBER)
        .bind("store", store)
        .bind("member", member)
        .bind("role", isOwner ? "owner" : "member")
        .bind("scope", scope(mayWrite))
        .bind("now", Timestamp.from(now))
        .execute();
  }

  List<Membership> list(Handle handle, UUID member) {
    return handle
        .createQuery(LIST)
        .bind("member", member)
        .map((row, context) -> membership(row))
        .list();
  }

  Optional<Membership> find(Handle handle, UUID member, String roomId) {
    return handle
        .createQuery(FIND)
        .bind("member", member)
        .bind("room", roomId)
        .map((row, context) -> membership(row))
        .findOne();
  }

  Optional<Membership> find(Handle handle, UUID member, UUID store) {
    return handle
        .createQuery(FIND_BY_STORE)
        .bind("member", member)
        .bind("store", store)
        .map((row, context) -> membership(row))
        .findOne();
  }

  void insertInvite(Handle handle, UUID store, Invite invite, byte[] digest) {
    handle
        .createUpdate(INSERT_INVITE)
        .bind("store", store)
        .bind("invite", invite.id())
        .bind("digest", digest)
        .bind("scope", scope(invite.mayWrite()))
        .bind("maxUses", invite.maxUses())
        .bind("expires", invite.expiresAt().map(Timestamp::from).orElse(null))
        .bind("now", Timestamp.from(invite.createdAt()))
        .execute();
  }

  List<Invite> invites(Handle handle, UUID store) {
    return handle
        .createQuery(INVITES_OF)
        .bind("store", store)
        .map((row, context) -> invite(row))
        .list();
  }

  /** An invite and the store that it opens. */
  record Found(UUID store, Invite invite) {}

  Optional<Found> lockInvite(Handle handle, byte[] digest) {
    return handle
        .createQuery(LOCK_INVITE)
        .bind("digest", digest)
        .map((row, context) -> new Found(row.getObject("tenant_id", UUID.class), invite(row)))
        .findOne();
  }

  void useInvite(Handle handle, Found found) {
    handle
        .createUpdate(USE_INVITE)
        .bind("store", found.store())
        .bind("invite", found.invite().id())
        .execute();
  }

  private static String scope(boolean mayWrite) {
    return mayWrite ? "read_write" : "read";
  }

  private static Membership membership(ResultSet row) throws SQLException {
    return new Membership(
        row.getObject("tenant_id", UUID.class),
        row.getString("room_id"),
        row.getString("name"),
        row.getString("role").equals("owner"),
        row.getString("scope").equals("read_write"),
        row.getBoolean("archived"));
  }

  private static Invite invite(ResultSet row) throws SQLException {
    return new Invite(
        row.getString("invite_id"),
        row.getString("scope").equals("read_write"),
        row.getInt("max_uses"),
        row.getInt("uses"),
        time(row, "expires_at"),
        time(row, "revoked_at"),
        row.getTimestamp("created_at").toInstant());
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
