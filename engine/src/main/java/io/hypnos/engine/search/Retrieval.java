package io.hypnos.engine.search;

import io.hypnos.engine.association.Associations.Activated;
import io.hypnos.engine.association.Associations.Activation;
import io.hypnos.engine.association.Neighbours;
import io.hypnos.engine.association.Neighbours.Neighbour;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.memory.Fingerprint;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.search.ProposalRequest.Literal;
import io.hypnos.engine.search.ProposalRequest.QueryVector;
import io.hypnos.engine.search.SearchOptions.Fusion;
import io.hypnos.engine.search.SearchOptions.Mode;
import io.hypnos.engine.search.SearchResult.Hit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * One search: the index proposes, the record decides. When the record refuses so many proposals
 * that hits are missing, the index is asked for more.
 */
final class Retrieval {
  /** The index pages no deeper. */
  private static final int MOST_PROPOSALS = 10_000;

  private static final int DEEPER = 4;

  /** When a filter leaves fewer, they are named to the index one by one. */
  private static final int MOST_NAMED = 5_000;

  private static final int PROPOSALS_A_HIT = 4;

  private final Database database;
  private final MemoryIndex index;
  private final Neighbours neighbours;
  private final SearchRequest request;
  private final CandidateRecords records;
  private final QueryWords words;
  private final Optional<QueryVector> vector;
  private final Activation activation;
  private final double ratingShare;
  private final Instant now;

  Retrieval(
      Database database,
      MemoryIndex index,
      Neighbours neighbours,
      SearchRequest request,
      CandidateRecords records,
      Optional<QueryVector> vector,
      Activation activation,
      double ratingShare,
      Instant now) {
    this.database = database;
    this.index = index;
    this.neighbours = neighbours;
    this.request = request;
    this.records = records;
    this.words = QueryWords.of(request.query());
    this.vector = vector;
    this.activation = activation;
    this.ratingShare = ratingShare;
    this.now = now;
  }

  /** The best hits, best first; {@code wanted} of them if there are as many. */
  List<Hit> best(int wanted, int firstProposals) {
    Optional<List<UUID>> among = narrowed();
    if (among.map(List::isEmpty).orElse(false)) {
      return List.of();
    }
    int size = Math.min(MOST_PROPOSALS, Math.max(firstProposals, PROPOSALS_A_HIT * wanted));
    while (true) {
      Round round = round(wanted, size, among);
      if (round.isComplete || size >= MOST_PROPOSALS) {
        return round.hits;
      }
      size = Math.min(MOST_PROPOSALS, size * DEEPER);
    }
  }

  /** A filter that the index cannot decide is decided first where it leaves little. */
  private Optional<List<UUID>> narrowed() {
    boolean loose =
        request.filter().conditions().stream().anyMatch(c -> !MetadataTokens.isNarrow(c));
    return loose
        ? database.inTenant(tenant(), handle -> records.narrowed(handle, MOST_NAMED))
        : Optional.empty();
  }

  private record Round(List<Hit> hits, boolean isComplete) {}

  private Round round(int wanted, int size, Optional<List<UUID>> among) {
    Proposal.Lists lists = index.propose(proposals(size, among));
    Map<UUID, Score> scores = scores(lists, size);
    Ranking ranking =
        new Ranking(
            scores, activation, request.concepts(), ratingShare, request.options().boost(), now);
    Set<UUID> proposed = new LinkedHashSet<>(scores.keySet());
    lists.associated().forEach(each -> proposed.add(each.id()));
    return request.options().depth() > 0
        ? linkedRound(wanted, size, lists, proposed, ranking)
        : database.inTenant(
            tenant(),
            handle -> {
              Map<UUID, Standing> standing = standing(handle, proposed);
              List<Ranked> ranked = ranked(handle, standing, ranking, wanted);
              boolean complete =
                  ranked.size() >= wanted
                      || !lists.isFull(size)
                      || standing.keySet().containsAll(proposed);
              return new Round(complete ? hits(handle, ranked) : List.of(), complete);
            });
  }

  private Round linkedRound(
      int wanted, int size, Proposal.Lists lists, Set<UUID> proposed, Ranking ranking) {
    Map<UUID, Standing> standing = new HashMap<>();
    List<Ranked> ranked =
        database.inTenant(
            tenant(),
            handle -> {
              standing.putAll(standing(handle, proposed));
              return ranked(handle, standing, ranking, wanted);
            });
    boolean complete =
        ranked.size() >= wanted || !lists.isFull(size) || standing.keySet().containsAll(proposed);
    Map<UUID, Ranked> all = new LinkedHashMap<>();
    ranked.forEach(each -> all.put(each.id(), each));
    List<Neighbour> links =
        neighbours.reach(
            records.visibility(),
            ranked.stream().map(Ranked::id).toList(),
            request.options().depth());
    return database.inTenant(
        tenant(),
        handle -> {
          Map<UUID, Standing> reached =
              records.standing(
                  handle,
                  links.stream().map(Neighbour::id).distinct().toList(),
                  Optional.empty(),
                  Optional.empty());
          for (Neighbour link : links) {
            Standing target = reached.get(link.id());
            Ranked seed = all.get(link.seed());
            if (target != null && seed != null) {
              Ranked found = ranking.linked(target, seed, link);
              if (isRelevant(found)) {
                all.merge(link.id(), found, (a, b) -> a.relevance() >= b.relevance() ? a : b);
              }
            }
          }
          List<Ranked> best =
              all.values().stream().sorted(Ranked.BEST_FIRST).limit(wanted).toList();
          return new Round(hits(handle, best), complete);
        });
  }

  private Map<UUID, Standing> standing(Handle handle, Set<UUID> proposed) {
    boolean exact = request.options().mode() == Mode.HYBRID;
    return records.standing(
        handle,
        proposed,
        exact ? Optional.of(Fingerprint.of(request.query())) : Optional.empty(),
        request.options().episode());
  }

  private List<Ranked> ranked(
      Handle handle, Map<UUID, Standing> standing, Ranking ranking, int wanted) {
    Map<UUID, Standing> heads = records.heads(handle, standing.values());
    Map<UUID, Ranked> best = new HashMap<>();
    Map<UUID, Ranked> bestMembers = new HashMap<>();
    for (Standing each : standing.values()) {
      shown(ranking, ranking.of(each), heads)
          .filter(this::isRelevant)
          .ifPresent(
              ranked -> {
                best.merge(ranked.id(), ranked, Retrieval::better);
                if (ranked.member().isPresent()) {
                  bestMembers.merge(ranked.id(), ranked, Retrieval::better);
                }
              });
    }
    return best.values().stream()
        .map(ranked -> ranked.through(Optional.ofNullable(bestMembers.get(ranked.id()))))
        .sorted(Ranked.BEST_FIRST)
        .limit(wanted)
        .toList();
  }

  private static Ranked better(Ranked one, Ranked other) {
    return Ranked.BEST_FIRST.compare(one, other) <= 0 ? one : other;
  }

  /** What stands behind a prototype is shown by it. */
  private static Optional<Ranked> shown(Ranking ranking, Ranked ranked, Map<UUID, Standing> heads) {
    Optional<UUID> behind = ranked.standing().behind();
    if (behind.isEmpty()) {
      return Optional.of(ranked);
    }
    Optional<Standing> head = behind.map(heads::get);
    while (head.isPresent() && head.get().behind().isPresent()) {
      head = head.get().behind().map(heads::get);
    }
    return head.map(shown -> ranking.behind(ranked, shown));
  }

  private boolean isRelevant(Ranked ranked) {
    boolean byRank =
        request.options().mode() == Mode.HYBRID
            && request.options().fusion() == Fusion.RECIPROCAL_RANK;
    return byRank || ranked.relevance() >= request.minRelevance();
  }

  private List<Hit> hits(Handle handle, List<Ranked> ranked) {
    Map<UUID, Memory> memories =
        ranked.isEmpty()
            ? Map.of()
            : records.load(handle, ranked.stream().map(Ranked::id).toList());
    List<Hit> hits = new ArrayList<>();
    for (Ranked each : ranked) {
      Memory memory = memories.get(each.id());
      if (memory != null) {
        hits.add(
            new Hit(
                memory,
                each.relevance(),
                each.similarity(),
                each.source(),
                request.options().explain() ? Optional.of(each.explanation()) : Optional.empty(),
                each.member()));
      }
    }
    return hits;
  }

  private ProposalRequest proposals(int size, Optional<List<UUID>> among) {
    Mode mode = request.options().mode();
    Literal literal =
        mode != Mode.TEXT
            ? Literal.NO
            : request.options().everyWord() ? Literal.EVERY_WORD : Literal.ANY_WORD;
    return new ProposalRequest(
        records.proposed(),
        request.filter(),
        mode == Mode.VECTOR ? Optional.empty() : Optional.of(words),
        literal,
        vector,
        activation.associated().stream()
            .map(Activated::concept)
            .map(ConceptWord::fold)
            .distinct()
            .toList(),
        among,
        size);
  }

  private Map<UUID, Score> scores(Proposal.Lists lists, int size) {
    return switch (request.options().mode()) {
      case HYBRID ->
          request.options().fusion() == Fusion.CALIBRATED
              ? CalibratedFusion.fuse(lists, words, size)
              : RankFusion.fuse(lists, words, request.minRelevance());
      case VECTOR -> {
        Map<UUID, Score> scores = new HashMap<>();
        lists.semantic().forEach(each -> scores.put(each.id(), Score.ofCosine(each.score())));
        yield scores;
      }
      case TEXT -> {
        Map<UUID, Score> scores = new HashMap<>();
        int asked = request.options().everyWord() ? 1 : words.content().size();
        LexicalScale.of(lists.lexical(), asked)
            .forEach((id, scaled) -> scores.put(id, Score.ofWords(scaled)));
        yield scores;
      }
    };
  }

  private UUID tenant() {
    return records.visibility().viewer().tenantId();
  }
}
