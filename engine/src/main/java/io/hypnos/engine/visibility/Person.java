package io.hypnos.engine.visibility;

import java.util.Set;

/**
 * A person of a tenant, confined to one space: sees what is their own there, what the space owns,
 * and what others opened to their groups or to all.
 */
public record Person(String id, Set<String> groups, String space) {
  public Person {
    groups = Set.copyOf(groups);
  }
}
