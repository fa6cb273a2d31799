package io.hypnos.engine.extraction;

import java.util.Optional;

/**
 * The part of a fact that can be compared with another's.
 *
 * @param slot what of the attribute: {@code employer}, {@code favourite color}, {@code spouse}
 * @param single whether there is one value at a time, so that a new one ends the old one
 * @param value as written
 * @param canonical as compared: small letters, without articles, numbers in digits, dates in ISO
 * @param former the old value where the statement tells it: "from Jira to Linear"
 */
public record Claim(
    Attribute attribute,
    String slot,
    boolean single,
    String value,
    String canonical,
    Optional<String> former) {}
