package io.hypnos.engine.room;

import java.util.UUID;

/**
 * A room as one of its members has it.
 *
 * @param store the tenant under which the room keeps its memories
 * @param isOwner whether the member made the room
 * @param mayWrite whether the member may do more than read
 */
public record Membership(
    UUID store, String roomId, String name, boolean isOwner, boolean mayWrite, boolean archived) {}
