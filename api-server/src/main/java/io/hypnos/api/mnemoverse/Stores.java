package io.hypnos.api.mnemoverse;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.room.Membership;
import io.hypnos.engine.room.Rooms;
import io.hypnos.engine.tenancy.Caller;
import java.util.List;
import java.util.Optional;

/**
 * Finds the store that a request means. The words of refusals are what clients look for to tell
 * them apart.
 */
final class Stores {
  private final Rooms rooms;

  Stores(Rooms rooms) {
    this.rooms = rooms;
  }

  Store own(Caller caller) {
    return new Store(caller, false);
  }

  /** Where a write to this domain goes. */
  Store toWrite(Caller caller, String domain) {
    if (!Domain.looksLikeRoom(domain)) {
      return own(caller);
    }
    String roomId =
        Domain.roomOf(domain)
            .orElseThrow(
                () ->
                    new HypnosException(ErrorCode.VALIDATION, "This is an invalid room address."));
    Membership membership = require(caller, roomId);
    if (!membership.mayWrite()) {
      throw new HypnosException(ErrorCode.FORBIDDEN, "Your membership of this room is read-only.");
    }
    return room(caller, membership);
  }

  /** Where a read of this domain looks; a room is read only when it is addressed. */
  Store toRead(Caller caller, Optional<String> domain) {
    return domain
        .flatMap(Domain::roomOf)
        .map(roomId -> room(caller, require(caller, roomId)))
        .orElseGet(() -> own(caller));
  }

  /** Where a question about these domains looks. */
  Store toRead(Caller caller, List<String> domains) {
    List<String> addressed =
        domains.stream().filter(domain -> Domain.roomOf(domain).isPresent()).toList();
    if (!addressed.isEmpty() && domains.stream().distinct().count() > 1) {
      throw new HypnosException(
          ErrorCode.VALIDATION, "A room is asked alone, without other domains.");
    }
    return toRead(caller, addressed.stream().findFirst());
  }

  private Membership require(Caller caller, String roomId) {
    Membership membership =
        rooms
            .find(caller.tenantId(), roomId)
            .orElseThrow(
                () ->
                    new HypnosException(
                        ErrorCode.FORBIDDEN, "You are not an active member of this room."));
    if (membership.archived()) {
      throw new HypnosException(ErrorCode.FORBIDDEN, "This room is archived.");
    }
    return membership;
  }

  private static Store room(Caller caller, Membership membership) {
    return new Store(
        new Caller(membership.store(), caller.keyId(), caller.plan(), caller.requestId()), true);
  }
}
