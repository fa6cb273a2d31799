package io.hypnos.engine.extraction;

/** What a fact is about. */
public enum Attribute {
  RESIDENCE,
  PREFERENCE,
  EMPLOYMENT,
  RELATIONSHIP,
  STATUS,
  CONTACT,
  OWNERSHIP,
  SKILL,
  SCHEDULE
}
