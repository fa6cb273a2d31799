package io.hypnos.api.mnemoverse;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.engine.room.Invite;
import io.hypnos.engine.room.IssuedInvite;
import io.hypnos.engine.room.Joined;
import io.hypnos.engine.room.Membership;
import java.time.Instant;

/** Rooms and invites in the words of this dialect. */
final class RoomViews {
  private RoomViews() {}

  static String scope(boolean mayWrite) {
    return mayWrite ? "read_write" : "read";
  }

  record NewRoom(
      @JsonProperty("room_id") String roomId,
      String address,
      String name,
      @JsonProperty("next_steps") String nextSteps) {

    static NewRoom of(Membership room) {
      return new NewRoom(
          room.roomId(),
          Domain.address(room.roomId()),
          room.name(),
          "Write to and read from the domain "
              + Domain.address(room.roomId())
              + ", and invite others to the room.");
    }
  }

  record RoomItem(
      @JsonProperty("room_id") String roomId,
      String name,
      String address,
      String role,
      String scope,
      boolean archived) {

    static RoomItem of(Membership room) {
      return new RoomItem(
          room.roomId(),
          room.name(),
          Domain.address(room.roomId()),
          room.isOwner() ? "owner" : "member",
          RoomViews.scope(room.mayWrite()),
          room.archived());
    }
  }

  record NewInvite(
      @JsonProperty("invite_id") String inviteId,
      String code,
      @JsonProperty("room_address") String roomAddress,
      String scope,
      @JsonProperty("expires_at") Instant expiresAt,
      @JsonProperty("join_url") String joinUrl,
      @JsonProperty("share_message") String shareMessage) {

    static NewInvite of(IssuedInvite issued, String joinUrl) {
      Invite invite = issued.invite();
      return new NewInvite(
          invite.id(),
          issued.code(),
          Domain.address(issued.roomId()),
          RoomViews.scope(invite.mayWrite()),
          invite.expiresAt().orElse(null),
          joinUrl + issued.code(),
          "Join the shared memory room \"%s\" with the invite code %s."
              .formatted(issued.roomName(), issued.code()));
    }
  }

  record InviteItem(
      @JsonProperty("invite_id") String inviteId,
      String scope,
      @JsonProperty("max_uses") int maxUses,
      int uses,
      @JsonProperty("expires_at") Instant expiresAt,
      @JsonProperty("revoked_at") Instant revokedAt,
      @JsonProperty("created_at") Instant createdAt) {

    static InviteItem of(Invite invite) {
      return new InviteItem(
          invite.id(),
          RoomViews.scope(invite.mayWrite()),
          invite.maxUses(),
          invite.uses(),
          invite.expiresAt().orElse(null),
          invite.revokedAt().orElse(null),
          invite.createdAt());
    }
  }

  record JoinedRoom(
      @JsonProperty("room_id") String roomId,
      String address,
      String name,
      String scope,
      @JsonProperty("already_member") boolean alreadyMember,
      @JsonProperty("next_steps") String nextSteps) {

    static JoinedRoom of(Joined joined) {
      Membership room = joined.membership();
      return new JoinedRoom(
          room.roomId(),
          Domain.address(room.roomId()),
          room.name(),
          RoomViews.scope(room.mayWrite()),
          joined.alreadyMember(),
          "Use the domain " + Domain.address(room.roomId()) + " to work in the room.");
    }
  }
}
