package io.hypnos.engine.health;

/** Which of the parts that the engine stands on answer. */
public record Health(
    boolean database, boolean search, boolean embedding, boolean intake, boolean blobs) {}
