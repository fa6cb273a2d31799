package io.hypnos.engine.search;

import io.hypnos.engine.association.Associations;
import io.hypnos.engine.association.Associations.Activated;
import io.hypnos.engine.association.Associations.Activation;
import io.hypnos.engine.association.Associations.Question;
import io.hypnos.engine.association.Neighbours;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.search.ProposalRequest.QueryVector;
import io.hypnos.engine.search.SearchOptions.Fusion;
import io.hypnos.engine.search.SearchOptions.Mode;
import io.hypnos.engine.search.SearchOptions.Order;
import io.hypnos.engine.search.SearchResult.Hit;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import io.hypnos.settings.SearchSettings;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds memories by words, by meaning, by association and by link. What is returned is read from
 * the record under the viewer's visibility, so a stale index shows nothing that is gone. The order
 * is total, so the same request on the same data gives the same answer.
 */
public final class MemorySearch {
  private static final Logger LOG = LoggerFactory.getLogger(MemorySearch.class);

  /** The best hits that are put in order once more, a multiple of the page. */
  private static final int RERANKED = 3;

  private static final int COLLAPSED = 4;
  private static final int FEWEST_COLLAPSED = 20;

  private static final Comparator<Hit> NEWEST_FIRST =
      Comparator.comparing((Hit hit) -> hit.memory().recordedAt())
          .reversed()
          .thenComparing(hit -> hit.memory().id());

  private final Database database;
  private final Visibilities visibilities;
  private final MemoryIndex index;
  private final EmbeddingModel embedding;
  private final Helpers helpers;
  private final SearchSettings settings;
  private final Clock clock;
  private final SearchFreshness freshness;
  private final SearchCache cache;
  private final Speakers speakers;

  /** What else takes part in a search. */
  public record Helpers(
      Associations associations, Neighbours neighbours, QueryRewriter rewriter, Reranker reranker) {
    public static final Helpers NONE =
        new Helpers(Associations.NONE, Neighbours.NONE, QueryRewriter.BY_RULES, Reranker.NONE);
  }

  public MemorySearch(
      Database database,
      Visibilities visibilities,
      MemoryIndex index,
      EmbeddingModel embedding,
      Helpers helpers,
      SearchSettings settings,
      Clock clock) {
    this.database = database;
    this.visibilities = visibilities;
    this.index = index;
    this.embedding = embedding;
    this.helpers = helpers;
    this.settings = settings;
    this.clock = clock;
    this.freshness = new SearchFreshness(index);
    this.speakers = new Speakers(index);
    this.cache = new SearchCache(settings.cacheMegabytes());
  }

  /** Searches as the caller's key. */
  public SearchResult search(Caller caller, SearchRequest request) {
    return search(caller, Viewer.of(caller), request);
  }

  public SearchResult search(Caller caller, Viewer viewer, SearchRequest request) {
    return search(caller, viewer, request, Closed.LEFT_OUT);
  }

  /** Like {@link #search}, but {@code FORBIDDEN} when a space it names is closed to the caller. */
  public SearchResult searchOpen(Caller caller, SearchRequest request) {
    return search(caller, Viewer.of(caller), request, Closed.REFUSED);
  }

  /** What becomes of spaces that the viewer may not read. */
  private enum Closed {
    LEFT_OUT,
    REFUSED
  }

  private SearchResult search(Caller caller, Viewer viewer, SearchRequest request, Closed closed) {
    long start = System.nanoTime();
    Beginning beginning =
        database.inTenant(viewer.tenantId(), handle -> begin(handle, viewer, request, closed));
    if (beginning.known().isPresent()) {
      return beginning.known().get().repeated(millisSince(start));
    }
    SearchResult result = found(caller, viewer, request, beginning, start);
    cache.keep(key(viewer, request, beginning.situation()), result);
    return result;
  }

  /**
   * What the record says before the index is asked, in one transaction.
   *
   * @param known the answer, if it is kept from an earlier search
   */
  private record Beginning(
      Situation situation, Activation activation, Optional<SearchResult> known) {}

  private Beginning begin(Handle handle, Viewer viewer, SearchRequest request, Closed closed) {
    Situation situation =
        Situation.find(handle, visibilities, viewer, request, looksBeyondSpaces(request));
    if (closed == Closed.REFUSED) {
      SpaceAccess.requireNoneOf(
          situation.visibility().hidden(), request.spaces().orElse(List.of()));
    }
    Optional<SearchResult> known = cache.find(key(viewer, request, situation), clock.instant());
    if (known.isPresent()) {
      return new Beginning(situation, new Activation(List.of(), List.of()), known);
    }
    Question question =
        new Question(request.query(), request.concepts(), request.options().associations());
    Activation activation = helpers.associations().activate(handle, viewer, question);
    return new Beginning(situation, activation, known);
  }

  private SearchCache.Key key(Viewer viewer, SearchRequest request, Situation situation) {
    return new SearchCache.Key(viewer, request, situation, embedding.modelId());
  }

  /** What calls up what is learned from all spaces of a tenant. */
  private boolean looksBeyondSpaces(SearchRequest request) {
    boolean associates =
        request.options().associations() && helpers.associations() != Associations.NONE;
    return associates || request.options().depth() > 0;
  }

  private SearchResult found(
      Caller caller, Viewer viewer, SearchRequest asked, Beginning beginning, long start) {
    SearchRequest request = asked.options().rewrite() ? rewritten(caller, asked) : asked;
    Situation situation = beginning.situation();
    Activation activation = beginning.activation();
    if (situation.visibility().isEmpty() || request.page().limit() == 0) {
      return result(List.of(), activation, 0, start);
    }
    freshness.ensure(viewer.tenantId(), situation.searchable());
    String meant = meant(request, situation);
    long beforeVector = System.nanoTime();
    Optional<QueryVector> vector =
        request.options().mode() == Mode.TEXT
            ? Optional.empty()
            : Optional.of(new QueryVector(embedding.modelId(), embedding.embedQuery(meant)));
    double embeddingMillis = vector.isPresent() ? millisSince(beforeVector) : 0;
    Retrieval retrieval =
        new Retrieval(
            database,
            index,
            helpers.neighbours(),
            request,
            new CandidateRecords(situation.visibility(), request.filter()),
            vector,
            activation,
            settings.ratingShare(),
            clock.instant());
    List<Hit> best = retrieval.best(wanted(request), settings.candidates());
    return result(selected(caller, request, best), activation, embeddingMillis, start);
  }

  private static int wanted(SearchRequest request) {
    int end = request.page().end();
    int wanted = request.options().rerank() ? RERANKED * end : end;
    return request.options().collapseAbove().isPresent()
        ? Math.max(wanted, Math.max(FEWEST_COLLAPSED, COLLAPSED * end))
        : wanted;
  }

  private List<Hit> selected(Caller caller, SearchRequest request, List<Hit> best) {
    SearchOptions options = request.options();
    List<Hit> ordered = options.rerank() ? reranked(caller, request, best) : best;
    List<Hit> distinct = Selection.distinct(ordered, options.collapseAbove());
    List<Hit> page =
        distinct.stream().skip(request.page().offset()).limit(request.page().limit()).toList();
    List<Hit> fitting = Selection.within(page, options.tokenBudget());
    return options.order() == Order.RECENCY
        ? fitting.stream().sorted(NEWEST_FIRST).toList()
        : fitting;
  }

  private SearchRequest rewritten(Caller caller, SearchRequest request) {
    try {
      return request.withQuery(helpers.rewriter().rewrite(caller, request.query()));
    } catch (RuntimeException e) {
      LOG.warn("a query is searched as it was asked, its rewriting failed: {}", e.getMessage());
      return request;
    }
  }

  private List<Hit> reranked(Caller caller, SearchRequest request, List<Hit> hits) {
    try {
      Set<Hit> order =
          new LinkedHashSet<>(helpers.reranker().rerank(caller, request.query(), hits));
      order.retainAll(new LinkedHashSet<>(hits));
      order.addAll(hits);
      return List.copyOf(order);
    } catch (RuntimeException e) {
      LOG.warn("hits stay in their order, reranking failed: {}", e.getMessage());
      return hits;
    }
  }

  /** What of the question is compared in meaning. */
  private String meant(SearchRequest request, Situation situation) {
    boolean calibrated =
        request.options().mode() == Mode.HYBRID && request.options().fusion() == Fusion.CALIBRATED;
    return calibrated
        ? speakers.withoutNames(request.query(), QueryWords.of(request.query()), situation)
        : request.query();
  }

  private static SearchResult result(
      List<Hit> hits, Activation activation, double embeddingMillis, long start) {
    LinkedHashSet<String> expanded = new LinkedHashSet<>(activation.concepts());
    activation.associated().stream().map(Activated::concept).forEach(expanded::add);
    return new SearchResult(
        hits,
        activation.concepts(),
        List.copyOf(expanded),
        embeddingMillis,
        millisSince(start),
        false);
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000.0;
  }
}
