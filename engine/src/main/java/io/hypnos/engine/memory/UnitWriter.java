package io.hypnos.engine.memory;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.NearestMemories.Nearest;
import io.hypnos.engine.memory.NearestMemories.Probe;
import io.hypnos.engine.memory.NearestMemories.Proposals;
import io.hypnos.engine.memory.UnitTransaction.UnitRows;
import io.hypnos.engine.tenancy.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Stores units of intake of one tenant, many in one transaction and one request to the index. At
 * least once is enough for whoever calls it: ids follow from the source, so a repeat changes
 * nothing, and what a crash keeps from the index is open in the outbox.
 */
public final class UnitWriter {
  private static final String ACTIVE =
      "SELECT tenant_id FROM tenant WHERE tenant_id = :tenant AND state = 'active'";

  private static final String STANDING =
      """
      SELECT memory_id, content_digest
      FROM memory
      WHERE tenant_id = :tenant AND memory_id = ANY(:ids)
      """;

  private static final String LIKE =
      """
      SELECT fingerprint
      FROM memory
      WHERE tenant_id = :tenant AND space = :space AND state = 'live'
        AND fingerprint = ANY(ARRAY(
              SELECT decode(hash, 'hex') FROM unnest(CAST(:hashes AS text[])) AS hash))
      """;

  private final Database database;
  private final MemoryDrafts drafts;
  private final UnitTransaction transaction;
  private final NearestMemories nearest;
  private final MemoryProjection projection;

  UnitWriter(
      Database database,
      MemoryDrafts drafts,
      UnitTransaction transaction,
      NearestMemories nearest,
      MemoryProjection projection) {
    this.database = database;
    this.drafts = drafts;
    this.transaction = transaction;
    this.nearest = nearest;
    this.projection = projection;
  }

  /**
   * An outcome a unit, in their order. A unit that cannot be stored never sinks the others, unless
   * the database refuses it; then nothing is stored and the call fails.
   *
   * @throws HypnosException with {@code NOT_FOUND} when the tenant is gone
   */
  public List<UnitOutcome> store(Caller caller, List<SourceUnit> units, UnitCompanion companion) {
    UnitOutcome[] outcomes = new UnitOutcome[units.size()];
    int next = 0;
    while (next < units.size()) {
      Run run = Run.from(next, units, caller.tenantId());
      List<UnitOutcome> done = storeOnce(caller, run.units(), companion);
      for (int i = next; i < run.end(); i++) {
        outcomes[i] = done.get(run.positions().get(i - next));
      }
      next = run.end();
    }
    return Arrays.asList(outcomes);
  }

  /** Which of the memories are in the record with these very words. */
  public Set<UUID> standing(UUID tenantId, Map<UUID, String> wordsById) {
    Set<UUID> standing = new HashSet<>();
    database.inTenant(
        tenantId,
        handle -> {
          handle
              .createQuery(STANDING)
              .bind("tenant", tenantId)
              .bind("ids", wordsById.keySet().toArray(UUID[]::new))
              .map(
                  (row, context) ->
                      Map.entry(
                          row.getObject("memory_id", UUID.class), row.getBytes("content_digest")))
              .forEach(
                  found -> {
                    String words = StorableText.cleaned(wordsById.get(found.getKey()));
                    if (Arrays.equals(found.getValue(), ContentDigest.of(words))) {
                      standing.add(found.getKey());
                    }
                  });
          return null;
        });
    return standing;
  }

  /** Which of the texts a live memory of the space has, regardless of case and spacing. */
  public Set<String> known(UUID tenantId, String space, Collection<String> texts) {
    Map<String, List<String>> byHash = new HashMap<>();
    for (String text : texts) {
      String hash = HexFormat.of().formatHex(Fingerprint.of(StorableText.cleaned(text)));
      byHash.computeIfAbsent(hash, none -> new ArrayList<>()).add(text);
    }
    Set<String> known = new HashSet<>();
    database.inTenant(
        tenantId,
        handle -> {
          handle
              .createQuery(LIKE)
              .bind("tenant", tenantId)
              .bind("space", space)
              .bind("hashes", byHash.keySet().toArray(String[]::new))
              .map((row, context) -> HexFormat.of().formatHex(row.getBytes("fingerprint")))
              .forEach(hash -> known.addAll(byHash.get(hash)));
          return null;
        });
    return known;
  }

  private List<UnitOutcome> storeOnce(
      Caller caller, List<SourceUnit> units, UnitCompanion companion) {
    Instant now = drafts.now();
    List<UnitRows> rows = rows(caller, units.stream().map(UnitWriter::cleaned).toList(), now);
    List<Probe> probes = rows.stream().flatMap(unit -> unit.probes().stream()).toList();
    Optional<Proposals> proposals =
        probes.isEmpty()
            ? Optional.empty()
            : Optional.of(nearest.propose(tenantOf(caller), probes));
    UnitTransaction.Result result =
        database.inTenant(
            caller.tenantId(),
            handle -> {
              requireTenant(handle, caller.tenantId());
              List<Optional<Nearest>> found =
                  proposals.map(proposed -> proposed.decide(handle)).orElse(List.of());
              UnitTransaction.Result done =
                  transaction.run(handle, caller, withNearest(rows, found), now);
              companion.store(handle, caller.tenantId(), done.fresh(), done.rewritten(), now);
              return done;
            });
    projection.project(caller.tenantId(), result.indexable(), result.gone(), result.sequences());
    return result.outcomes();
  }

  private List<UnitRows> rows(Caller caller, List<SourceUnit> units, Instant now) {
    List<UnitRows> rows = new ArrayList<>();
    for (SourceUnit unit : units) {
      Caller behind =
          new Caller(caller.tenantId(), unit.createdBy(), caller.plan(), unit.requestId());
      List<StoredMemory> ofUnit = drafts.rows(behind, unit.memories(), now);
      rows.add(new UnitRows(unit, ofUnit, Collections.nCopies(ofUnit.size(), Optional.empty())));
    }
    return rows;
  }

  private static List<UnitRows> withNearest(List<UnitRows> rows, List<Optional<Nearest>> found) {
    List<UnitRows> complete = new ArrayList<>();
    int next = 0;
    for (UnitRows unit : rows) {
      int probes = unit.probes().size();
      complete.add(probes == 0 ? unit : unit.with(found.subList(next, next + probes)));
      next += probes;
    }
    return complete;
  }

  /** Novelty is a matter of the space, whoever may look into it. */
  private static Caller tenantOf(Caller caller) {
    return new Caller(caller.tenantId(), Optional.empty(), caller.plan(), caller.requestId());
  }

  private static SourceUnit cleaned(SourceUnit unit) {
    return unit.with(
        unit.memories().stream()
            .map(
                each ->
                    new EmbeddedMemory(
                        each.memory().withContent(StorableText.cleaned(each.memory().content())),
                        each.vectors()))
            .toList());
  }

  private static void requireTenant(Handle handle, UUID tenantId) {
    if (handle.createQuery(ACTIVE).bind("tenant", tenantId).mapTo(UUID.class).findOne().isEmpty()) {
      throw new HypnosException(ErrorCode.NOT_FOUND, "tenant is gone: " + tenantId);
    }
  }

  /**
   * The longest beginning of what is left in which no memory and no record comes twice with another
   * content. The very same unit once more shares the outcome of the first.
   *
   * @param positions for each unit of the run its position among {@code units}
   */
  private record Run(int end, List<SourceUnit> units, List<Integer> positions) {

    static Run from(int start, List<SourceUnit> all, UUID tenantId) {
      List<SourceUnit> units = new ArrayList<>();
      List<Integer> positions = new ArrayList<>();
      Map<UUID, Integer> taken = new HashMap<>();
      int next = start;
      for (; next < all.size(); next++) {
        SourceUnit unit = all.get(next);
        Set<UUID> ids = ids(unit, tenantId);
        Optional<Integer> earlier = ids.stream().map(taken::get).filter(p -> p != null).findFirst();
        if (earlier.isPresent() && !isSame(units.get(earlier.get()), unit)) {
          break;
        }
        positions.add(earlier.orElse(units.size()));
        if (earlier.isEmpty()) {
          ids.forEach(id -> taken.put(id, units.size()));
          units.add(unit);
        }
      }
      return new Run(next, units, positions);
    }

    private static Set<UUID> ids(SourceUnit unit, UUID tenantId) {
      Set<UUID> ids = new HashSet<>();
      unit.record().ifPresent(record -> ids.add(record.id(tenantId)));
      unit.memories().forEach(each -> each.memory().id().ifPresent(ids::add));
      return ids;
    }

    private static boolean isSame(SourceUnit left, SourceUnit right) {
      return left.record().equals(right.record()) && texts(left).equals(texts(right));
    }

    private static List<String> texts(SourceUnit unit) {
      return unit.memories().stream().map(each -> each.memory().content()).toList();
    }
  }
}
