package io.hypnos.engine.room;

/** A room that somebody has come into, or was in already. */
public record Joined(Membership membership, boolean alreadyMember) {}
