package io.hypnos.engine.digest;

/**
 * Who somebody is, by what is known.
 *
 * @param basedOn how many memories it was made from
 */
public record Profile(String text, int basedOn) {}
