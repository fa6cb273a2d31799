package io.hypnos.engine.room;

/** A new invite with its code, which is never shown again. */
public record IssuedInvite(Invite invite, String roomId, String roomName, String code) {}
