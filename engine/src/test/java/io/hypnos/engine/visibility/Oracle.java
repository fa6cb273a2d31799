package io.hypnos.engine.visibility;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The rules of who sees what, told once more in the plainest way, row by row and with nothing
 * prepared: tenants are walls; a space with grants is open only to the keys whose grant reads; a
 * person stays in one space and sees what is their own there, what nobody owns, what came from a
 * peer, and what its digits open to all or to one of the person's groups; of its life, only what is
 * asked for.
 */
final class Oracle {
  private final List<Row> rows;
  private final List<Grant> grants;

  Oracle(List<Row> rows, List<Grant> grants) {
    this.rows = rows;
    this.grants = grants;
  }

  Set<UUID> visible(Look look) {
    return rows.stream()
        .filter(row -> isVisible(row, look))
        .map(Row::id)
        .collect(Collectors.toSet());
  }

  private boolean isVisible(Row row, Look look) {
    if (!row.tenant().equals(look.viewer().tenantId())) {
      return false;
    }
    if (look.spaces().isPresent() && !look.spaces().get().contains(row.space())) {
      return false;
    }
    if (look.viewer().agent().isPresent() && !mayRead(look.viewer().agent().get(), row)) {
      return false;
    }
    if (look.viewer().person().isPresent() && !mayRead(look.viewer().person().get(), row)) {
      return false;
    }
    return isAlive(row, look);
  }

  private boolean mayRead(UUID agent, Row row) {
    boolean restricted = false;
    boolean granted = false;
    for (Grant grant : grants) {
      if (grant.tenant().equals(row.tenant()) && grant.space().equals(row.space())) {
        restricted = true;
        granted |= grant.key().equals(agent) && grant.canRead();
      }
    }
    return !restricted || granted;
  }

  private static boolean mayRead(Person person, Row row) {
    if (!person.space().equals(row.space())) {
      return false;
    }
    if (row.owner().isEmpty() || row.owner().get().equals(person.id()) || row.peer().isPresent()) {
      return true;
    }
    String digits = "%03d".formatted(row.mode().orElse(600));
    boolean groupReads = "4567".indexOf(digits.charAt(1)) >= 0;
    boolean worldReads = "4567".indexOf(digits.charAt(2)) >= 0;
    boolean shared = row.group().isPresent() && person.groups().contains(row.group().get());
    return worldReads || (groupReads && shared);
  }

  private static boolean isAlive(Row row, Look look) {
    if (row.state().equals("forgotten")) {
      return false;
    }
    if (row.archivedAt().isPresent() && !look.history().archived()) {
      return false;
    }
    Instant moment = look.asOf().orElse(look.now());
    boolean expired = row.expiresAt().isPresent() && row.expiresAt().get().compareTo(moment) <= 0;
    if (expired && !look.history().expired()) {
      return false;
    }
    if (look.asOf().isPresent()) {
      boolean known = row.recordedAt().compareTo(moment) <= 0;
      boolean retired = row.retiredAt().isPresent() && row.retiredAt().get().compareTo(moment) <= 0;
      return known && !retired;
    }
    return switch (row.state()) {
      case "live" -> true;
      case "superseded" -> look.history().superseded();
      case "consolidated" -> look.history().consolidated();
      default -> false;
    };
  }
}
