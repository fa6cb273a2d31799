package io.hypnos.engine.visibility;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/** Random tenants with keys, persons, spaces, grants and memories, and random looks at them. */
final class World {
  private static final List<String> SPACES = List.of("notes", "Notes", "team a", "ключ", "empty");
  private static final List<String> PERSONS = List.of("maya", "otto", "zoë");
  private static final List<String> GROUPS = List.of("ops", "dev", "Ops");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final Random random;
  private final List<UUID> tenants;
  private final List<List<UUID>> keys;
  final List<Row> rows;
  final List<Grant> grants;

  World(Random random, List<UUID> tenants, List<List<UUID>> keys, int memories) {
    this.random = random;
    this.tenants = tenants;
    this.keys = keys;
    this.grants =
        IntStream.range(0, tenants.size()).boxed().flatMap(i -> grantsOf(i).stream()).toList();
    this.rows = IntStream.range(0, memories).mapToObj(i -> row()).toList();
  }

  static List<String> spaces() {
    return SPACES;
  }

  private List<Grant> grantsOf(int tenant) {
    List<Grant> made = new ArrayList<>();
    for (String space : SPACES) {
      if (random.nextBoolean()) {
        for (UUID key : keys.get(tenant)) {
          if (random.nextBoolean()) {
            made.add(
                new Grant(
                    tenants.get(tenant), space, key, random.nextBoolean(), random.nextBoolean()));
          }
        }
      }
    }
    return made;
  }

  private Row row() {
    return new Row(
        pick(tenants),
        new UUID(random.nextLong(), random.nextLong()),
        pick(SPACES.subList(0, SPACES.size() - 1)),
        maybe(PERSONS),
        maybe(GROUPS),
        maybe(List.of(0, 4, 7, 40, 70, 400, 600, 604, 640, 644, 660, 666, 703, 730, 754, 777)),
        random.nextInt(6) == 0 ? Optional.of("peer") : Optional.empty(),
        pick(List.of("live", "live", "live", "superseded", "consolidated", "forgotten")),
        random.nextInt(4) == 0 ? Optional.of(moment()) : Optional.empty(),
        moment(),
        random.nextInt(3) == 0 ? Optional.of(moment()) : Optional.empty(),
        random.nextInt(3) == 0 ? Optional.of(moment()) : Optional.empty());
  }

  Look look() {
    int tenant = random.nextInt(tenants.size());
    Optional<UUID> agent = Optional.empty();
    if (random.nextInt(3) > 0) {
      // Sometimes the key of somebody else, sometimes one that nobody knows.
      agent =
          Optional.of(
              random.nextInt(8) == 0
                  ? UUID.randomUUID()
                  : pick(keys.get(random.nextInt(6) == 0 ? random.nextInt(keys.size()) : tenant)));
    }
    return new Look(
        new Viewer(tenants.get(tenant), agent, random.nextBoolean() ? person() : Optional.empty()),
        random.nextBoolean() ? Optional.of(someSpaces()) : Optional.empty(),
        new History(
            random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean()),
        random.nextInt(3) == 0 ? Optional.of(moment()) : Optional.empty(),
        moment());
  }

  private Optional<Person> person() {
    Set<String> groups = new TreeSet<>();
    for (String group : GROUPS) {
      if (random.nextBoolean()) {
        groups.add(group);
      }
    }
    return Optional.of(new Person(pick(PERSONS), groups, pick(SPACES)));
  }

  private List<String> someSpaces() {
    List<String> names = new ArrayList<>();
    for (String space : SPACES) {
      if (random.nextInt(3) == 0) {
        names.add(space);
      }
    }
    if (random.nextInt(5) == 0) {
      names.add("");
    }
    return names;
  }

  /** Few enough moments that bounds are often met exactly. */
  private Instant moment() {
    return NOW.plusMillis(random.nextInt(7) - 3L);
  }

  private <T> Optional<T> maybe(List<T> values) {
    return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(pick(values));
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
