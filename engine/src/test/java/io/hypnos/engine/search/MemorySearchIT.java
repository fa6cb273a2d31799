package io.hypnos.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.association.Associations;
import io.hypnos.engine.association.Associations.Activated;
import io.hypnos.engine.association.Associations.Activation;
import io.hypnos.engine.association.Neighbours;
import io.hypnos.engine.association.Neighbours.Neighbour;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.filter.MemoryFilter.Field;
import io.hypnos.engine.filter.MetadataCondition;
import io.hypnos.engine.filter.MetadataCondition.Operator;
import io.hypnos.engine.filter.Window;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.NewMemoryBuilder;
import io.hypnos.engine.memory.Place;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.search.SearchOptions.Boost;
import io.hypnos.engine.search.SearchOptions.Fusion;
import io.hypnos.engine.search.SearchOptions.Mode;
import io.hypnos.engine.search.SearchOptions.Order;
import io.hypnos.engine.search.SearchRequest.Page;
import io.hypnos.engine.search.SearchResult.Hit;
import io.hypnos.engine.search.SearchResult.Source;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Visibilities;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class MemorySearchIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

  private static Engine node;
  private static Engine otherNode;

  @BeforeAll
  static void open() {
    node = Engines.open(STACK.settings());
    otherNode = Engines.open(STACK.settings());
  }

  @AfterAll
  static void close() {
    for (Engine opened : new Engine[] {node, otherNode}) {
      if (opened != null) {
        opened.close();
      }
    }
  }

  @Test
  void aQuestionFindsItsFactAndWhatIsUnrelatedStaysBelowTheUsualFloor() {
    Caller caller = Engines.newTenant(node);
    write(caller, "Marcus moved to Oslo in March 2024");
    write(caller, "The office printer is out of toner");
    write(caller, "Anna is allergic to peanuts");

    SearchResult result = search(caller, request("Where does Marcus live now?", 0));

    assertThat(texts(result)).startsWith("Marcus moved to Oslo in March 2024");
    assertThat(result.hits().get(0).similarity()).isBetween(0.3, 1.0);
    assertThat(result.hits().stream().skip(1))
        .allSatisfy(hit -> assertThat(hit.similarity()).isLessThan(0.3));
    assertThat(result.hits().get(0).source()).isEqualTo(Source.SEMANTIC);
    assertThat(result.exactHit()).isFalse();
  }

  @Test
  void theSameTextIsAnExactHitOfSimilarityOne() {
    Caller caller = Engines.newTenant(node);
    write(caller, "We never deploy on Fridays");
    write(caller, "We never deploy on Fridays or before holidays");

    SearchResult result = search(caller, request("  we NEVER deploy on fridays", 0));

    assertThat(result.exactHit()).isTrue();
    assertThat(result.hits().get(0).source()).isEqualTo(Source.EXACT);
    assertThat(result.hits().get(0).similarity()).isEqualTo(1);
  }

  @Test
  void anEpisodeIsFoundByItsName() {
    Caller caller = Engines.newTenant(node);
    UUID id =
        write(
            caller,
            NewMemory.builder("notes", "Standup was moved to nine", "api"),
            builder ->
                builder.origin(
                    io.hypnos.engine.memory.Origin.of("api")
                        .withEpisodicKey(Optional.of("episode-7"))));

    SearchResult result =
        search(
            caller,
            request("completely different words", 0.3)
                .withOptions(SearchOptions.USUAL.withEpisode(Optional.of("episode-7"))));

    assertThat(result.hits()).extracting(hit -> hit.memory().id()).containsExactly(id);
    assertThat(result.exactHit()).isTrue();
  }

  @Test
  void aTurnIsFoundByTheTurnBeforeItAndLosesItsWordsWithIt() {
    Caller caller = Engines.newTenant(node);
    UUID question = turn(caller, "Anna", "Which instrument did your daughter pick up?");
    turn(caller, "Ben", "The violin, since last week");
    turn(caller, "Anna", "Lovely");

    SearchRequest byContext =
        request("daughter instrument", 0).withFilter(MemoryFilter.NONE.with(Field.SPEAKER, "Ben"));
    Hit before = search(caller, byContext).hits().get(0);
    node.memories()
        .remover()
        .delete(
            caller,
            io.hypnos.engine.visibility.Viewer.of(caller),
            List.of(question),
            io.hypnos.engine.memory.MemoryRemover.Trace.NONE);
    Hit after = search(caller, byContext).hits().get(0);

    assertThat(before.memory().content()).isEqualTo("The violin, since last week");
    assertThat(before.similarity()).isGreaterThan(after.similarity());
  }

  @Test
  void aMemoryIsFoundByWhenItHappened() {
    Caller caller = Engines.newTenant(node);
    for (String day : List.of("2023-05-08", "2023-06-19")) {
      write(
          caller,
          NewMemory.builder("notes", "Went climbing, written on " + day.hashCode(), "api"),
          builder -> builder.validFrom(Optional.of(Instant.parse(day + "T10:00:00Z"))));
    }

    SearchResult result = search(caller, request("climbing on 19 June 2023", 0));

    assertThat(result.hits().get(0).memory().times().validFrom())
        .isEqualTo(Instant.parse("2023-06-19T10:00:00Z"));
  }

  @Test
  void vectorModeShowsTheCosineAndTextModeNeedsNoModel() {
    Caller caller = Engines.newTenant(node);
    write(caller, "The cat sleeps on the sofa");
    write(caller, "Quarterly numbers are due in April");

    SearchResult meaning =
        search(
            caller,
            request("a feline resting on the couch", 0.3)
                .withOptions(SearchOptions.USUAL.withMode(Mode.VECTOR)));
    SearchResult words =
        search(
            caller,
            request("numbers of the quarter in April", 0)
                .withOptions(SearchOptions.USUAL.withMode(Mode.TEXT)));

    double cosine =
        dot(
            node.embedding().embed("a feline resting on the couch"),
            node.embedding().embed("The cat sleeps on the sofa"));
    assertThat(texts(meaning)).containsExactly("The cat sleeps on the sofa");
    assertThat(meaning.hits().get(0).similarity()).isCloseTo(cosine, within(1e-4));
    assertThat(texts(words)).containsExactly("Quarterly numbers are due in April");
    assertThat(words.embeddingMillis()).isZero();
  }

  @Test
  void textModeCanWantEveryWord() {
    Caller caller = Engines.newTenant(node);
    write(caller, "The red bicycle is in the shed");
    write(caller, "The red car is in the garage");
    SearchOptions all = SearchOptions.USUAL.withMode(Mode.TEXT).withEveryWord(true);

    assertThat(texts(search(caller, request("red bicycles", 0).withOptions(all))))
        .containsExactly("The red bicycle is in the shed");
    assertThat(texts(search(caller, request("red bicycle garage", 0).withOptions(all)))).isEmpty();
    assertThat(texts(search(caller, request("the of and", 0).withOptions(all)))).isEmpty();
  }

  @Test
  void fusionByRankGivesOneToWhatIsFirstInBoth() {
    Caller caller = Engines.newTenant(node);
    write(caller, "The boiler was repaired on Monday");
    write(caller, "Oliver plays chess");

    SearchResult result =
        search(
            caller,
            request("When was the boiler repaired?", 0.3)
                .withOptions(SearchOptions.USUAL.withFusion(Fusion.RECIPROCAL_RANK)));

    assertThat(result.hits().get(0).similarity()).isCloseTo(1, within(1e-9));
  }

  @Test
  void filtersLoseNothingHoweverSelectiveTheyAre() {
    Caller caller = Engines.newTenant(node);
    List<NewMemory> many = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      many.add(
          NewMemory.builder("bulk", "Sensor report number " + i + " about the boiler", "api")
              .metadata(
                  Map.of(
                      "n",
                      i,
                      "path",
                      "folder/" + (i % 100) + "/file",
                      "tags",
                      List.of("t" + i % 50, "all"),
                      "deep",
                      Map.of("level", Map.of("even", i % 2 == 0))))
              .build());
    }
    node.memories().writer().writeAll(caller, many, WritePolicy.KEEP_ALL);

    assertThat(count(caller, condition(List.of("n"), Operator.EQ, 399.0))).isEqualTo(1);
    assertThat(count(caller, condition(List.of("n"), Operator.EQ, "399"))).isZero();
    assertThat(count(caller, condition(List.of("tags"), Operator.CONTAINS, "t7"))).isEqualTo(8);
    assertThat(count(caller, condition(List.of("path"), Operator.CONTAINS, "/42/"))).isEqualTo(4);
    assertThat(count(caller, condition(List.of("n"), Operator.IN, List.of(1, 2, 3, 1000))))
        .isEqualTo(3);
    assertThat(count(caller, condition(List.of("deep", "level", "even"), Operator.EQ, true)))
        .isEqualTo(200);
    assertThat(
            count(
                caller,
                MemoryFilter.NONE.withContaining(
                    Map.of("tags", List.of("t7"), "deep", Map.of("level", Map.of("even", true))))))
        .isZero();
    assertThat(
            count(caller, MemoryFilter.NONE.withContaining(Map.of("tags", List.of("t8", "all")))))
        .isEqualTo(8);
    assertThat(count(caller, condition(List.of("path"), Operator.CONTAINS, "file"))).isEqualTo(400);
  }

  @Test
  void fieldsAndTimesAreFiltered() {
    Caller caller = Engines.newTenant(node);
    write(
        caller,
        NewMemory.builder("notes", "The tea is green", "api"),
        builder ->
            builder
                .place(Place.ANYWHERE.withContainerTag(Optional.of("kitchen")))
                .validFrom(Optional.of(Instant.parse("2020-01-01T00:00:00Z"))));
    write(caller, "The tea is black");

    assertThat(count(caller, MemoryFilter.NONE.with(Field.CONTAINER_TAG, "kitchen"))).isOne();
    assertThat(count(caller, MemoryFilter.NONE.with(Field.CONTAINER_TAG, "cellar"))).isZero();
    assertThat(
            count(
                caller,
                MemoryFilter.NONE.withValid(
                    new Window(
                        Optional.empty(), Optional.of(Instant.parse("2020-01-01T00:00:00Z"))))))
        .isOne();
    assertThat(
            count(
                caller,
                MemoryFilter.NONE.withRecorded(
                    new Window(
                        Optional.of(Instant.parse("2100-01-01T00:00:00Z")), Optional.empty()))))
        .isZero();
  }

  @Test
  void anAssociatedConceptFindsWhatSharesNoWord() {
    Caller caller = Engines.newTenant(node);
    UUID id =
        write(
            caller,
            NewMemory.builder("notes", "Ask Petra for the keys", "api"),
            builder -> builder.concepts(List.of("Boat House")));
    Associations associations =
        (handle, viewer, question) ->
            new Activation(
                List.of("sailing"),
                question.spread() ? List.of(new Activated("boat  house", 0.4)) : List.of());
    MemorySearch search = searchWith(associations, Neighbours.NONE);

    SearchResult spread = search.search(caller, request("sailing trip", 0.3));
    SearchResult narrow =
        search.search(
            caller,
            request("sailing trip", 0.3).withOptions(SearchOptions.USUAL.withAssociations(false)));

    assertThat(spread.hits()).extracting(hit -> hit.memory().id()).containsExactly(id);
    assertThat(spread.hits().get(0).similarity()).isCloseTo(0.36, within(1e-9));
    assertThat(spread.hits().get(0).source()).isEqualTo(Source.ASSOCIATED);
    assertThat(spread.expandedConcepts()).containsExactly("sailing", "boat  house");
    assertThat(narrow.hits()).isEmpty();
  }

  @Test
  void linksLeadToNeighboursOfHits() {
    Caller caller = Engines.newTenant(node);
    UUID seed = write(caller, "The contract with the landlord ends in December");
    UUID linked = write(caller, "Petra has the spare keys");
    Neighbours neighbours =
        (viewer, seeds, depth) ->
            seeds.contains(seed) ? List.of(new Neighbour(linked, seed, 1, 0.64)) : List.of();
    MemorySearch search = searchWith(Associations.NONE, neighbours);

    SearchResult result =
        search.search(
            caller,
            request("When does the contract with the landlord end?", 0.3)
                .withOptions(SearchOptions.USUAL.withDepth(1)));

    assertThat(result.hits()).extracting(hit -> hit.memory().id()).containsExactly(seed, linked);
    assertThat(result.hits().get(1).source()).isEqualTo(Source.LINKED);
  }

  @Test
  void aHintedConceptComesFirst() {
    Caller caller = Engines.newTenant(node);
    UUID hinted =
        write(
            caller,
            NewMemory.builder("notes", "The meeting about plan one is on Tuesday", "api"),
            builder -> builder.concepts(List.of("budget")));
    write(caller, "The meeting about plan two is on Tuesday");

    SearchResult result =
        search(caller, request("meeting on Tuesday", 0).withConcepts(List.of("Budget")));

    assertThat(result.hits().get(0).memory().id()).isEqualTo(hinted);
    assertThat(result.concepts()).startsWith("budget");
  }

  @Test
  void pagesAreDisjointAndTogetherTheWhole() {
    Caller caller = Engines.newTenant(node);
    for (int i = 0; i < 12; i++) {
      write(caller, "Note number " + i + " about the garden");
    }

    List<UUID> whole = ids(search(caller, request("garden note", 0)));
    List<UUID> paged = new ArrayList<>();
    for (int offset = 0; offset < 15; offset += 5) {
      paged.addAll(ids(search(caller, request("garden note", 0).withPage(new Page(offset, 5)))));
    }

    assertThat(paged).hasSize(12).doesNotHaveDuplicates();
    assertThat(paged.subList(0, 10)).isEqualTo(whole.subList(0, 10));
  }

  @Test
  void optionsChooseOrderRoomAndVariety() {
    Caller caller = Engines.newTenant(node);
    write(caller, "The garden hose is in the blue shed");
    write(caller, "The garden hose is in the blue shed.");
    write(caller, "Garden tools are kept by Oliver");
    SearchRequest request = request("garden hose shed", 0);

    SearchResult newest =
        search(caller, request.withOptions(SearchOptions.USUAL.withOrder(Order.RECENCY)));
    SearchResult various =
        search(
            caller,
            request.withOptions(SearchOptions.USUAL.withCollapseAbove(OptionalDouble.of(0.95))));
    SearchResult tight =
        search(
            caller, request.withOptions(SearchOptions.USUAL.withTokenBudget(OptionalInt.of(10))));
    SearchResult boosted =
        search(
            caller,
            request.withOptions(
                SearchOptions.USUAL.withBoost(
                    Optional.of(new Boost(0, 0, 1, Duration.ofDays(7))))));

    assertThat(texts(newest).get(0)).isEqualTo("Garden tools are kept by Oliver");
    assertThat(various.hits()).hasSize(2);
    assertThat(tight.hits()).hasSize(1);
    assertThat(texts(boosted).get(0)).isEqualTo("Garden tools are kept by Oliver");
  }

  @Test
  void hitsCanSayWhereTheirScoreCameFrom() {
    Caller caller = Engines.newTenant(node);
    turn(caller, "Anna", "I planted tomatoes");
    turn(caller, "Ben", "How do the tomatoes grow?");

    Hit hit =
        search(
                caller,
                request("What did Anna plant?", 0)
                    .withOptions(SearchOptions.USUAL.withExplain(true)))
            .hits()
            .get(0);

    Score score = hit.explanation().orElseThrow().arms().orElseThrow();
    assertThat(hit.memory().content()).isEqualTo("I planted tomatoes");
    assertThat(score.named()).isTrue();
    assertThat(score.lexical()).isPositive();
    assertThat(score.cosine()).isPositive();
    assertThat(score.following()).isPositive();
    assertThat(score.similarity()).isEqualTo(hit.similarity());
  }

  @Test
  void theNameFindsTheSpeakerAndTheRestOfTheQuestionTheMeaning() {
    Caller caller = Engines.newTenant(node);
    turn(caller, "Anna", "I planted tomatoes");

    Hit hit =
        search(
                caller,
                request("What did Anna plant?", 0)
                    .withOptions(SearchOptions.USUAL.withExplain(true)))
            .hits()
            .get(0);

    double cosine =
        dot(node.embedding().embed("plant"), node.embedding().embed("I planted tomatoes"));
    assertThat(hit.explanation().orElseThrow().arms().orElseThrow().cosine())
        .isCloseTo(cosine, within(1e-4));
  }

  @Test
  void aRepeatedSearchIsAnsweredFromMemoryUntilAWriteOnAnyNode() {
    Caller caller = Engines.newTenant(node);
    write(caller, "The wifi password is on the fridge");
    SearchRequest request = request("wifi password", 0);

    SearchResult first = search(caller, request);
    SearchResult repeat = search(caller, request);
    otherNode
        .writer()
        .write(
            caller,
            NewMemory.text("notes", "The wifi password was changed", "api"),
            WritePolicy.KEEP_ALL);
    SearchResult after = search(caller, request);
    SearchResult elsewhere = otherNode.search().search(caller, request);

    assertThat(first.cached()).isFalse();
    assertThat(repeat.cached()).isTrue();
    assertThat(texts(repeat)).isEqualTo(texts(first));
    assertThat(after.cached()).isFalse();
    assertThat(texts(after)).contains("The wifi password was changed");
    assertThat(texts(elsewhere)).isEqualTo(texts(after));
  }

  @Test
  void anAnswerIsForgottenWhenOneOfItsHitsExpires() {
    Caller caller = Engines.newTenant(node);
    write(
        caller,
        NewMemory.builder("notes", "The visitor badge is 4711", "api"),
        builder -> builder.expiresAt(Optional.of(Instant.now().plusSeconds(3))));
    SearchRequest request = request("visitor badge", 0);
    assertThat(search(caller, request).hits()).hasSize(1);

    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(search(caller, request).hits()).isEmpty());
  }

  @Test
  void withoutTheIndexASearchSaysSo() throws Exception {
    Caller caller = Engines.newTenant(node);
    write(caller, "Something");
    try (MemoryIndex nowhere =
        new MemoryIndex(
            io.hypnos.settings.Settings.with(
                    STACK.settings(), Map.of("search.url", "http://127.0.0.1:1"))
                .search(),
            () -> 384)) {
      MemorySearch search = searchWith(nowhere, MemorySearch.Helpers.NONE);

      assertThatThrownBy(() -> search.search(caller, request("something else", 0)))
          .isInstanceOfSatisfying(
              HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }
  }

  private static MemorySearch searchWith(Associations associations, Neighbours neighbours) {
    return searchWith(
        node.index(),
        new MemorySearch.Helpers(associations, neighbours, QueryRewriter.BY_RULES, Reranker.NONE));
  }

  private static MemorySearch searchWith(MemoryIndex index, MemorySearch.Helpers helpers) {
    return new MemorySearch(
        node.database(),
        new Visibilities(Clock.systemUTC()),
        index,
        node.embedding(),
        helpers,
        STACK.settings().search(),
        Clock.systemUTC());
  }

  private static SearchResult search(Caller caller, SearchRequest request) {
    return node.search().search(caller, request);
  }

  private static SearchRequest request(String query, double minRelevance) {
    return new SearchRequest(query, Optional.empty(), 10, minRelevance);
  }

  private static MemoryFilter condition(List<String> path, Operator operator, Object value) {
    return MemoryFilter.NONE.withConditions(List.of(new MetadataCondition(path, operator, value)));
  }

  private static int count(Caller caller, MemoryFilter filter) {
    SearchRequest request =
        new SearchRequest("report about the boiler tea", Optional.empty(), 500, 0);
    return search(caller, request.withFilter(filter)).hits().size();
  }

  private static UUID write(Caller caller, String text) {
    return node.writer()
        .write(caller, NewMemory.text("notes", text, "api"), WritePolicy.KEEP_ALL)
        .id()
        .orElseThrow();
  }

  private static UUID write(
      Caller caller, NewMemoryBuilder builder, UnaryOperator<NewMemoryBuilder> more) {
    return node.writer()
        .write(caller, more.apply(builder).build(), WritePolicy.KEEP_ALL)
        .id()
        .orElseThrow();
  }

  private static UUID turn(Caller caller, String speaker, String text) {
    return write(
        caller,
        NewMemory.builder("talk", text, "api")
            .metadata(Map.of("speaker", speaker, "session", "s1")),
        UnaryOperator.identity());
  }

  private static List<String> texts(SearchResult result) {
    return result.hits().stream().map(hit -> hit.memory().content()).toList();
  }

  private static List<UUID> ids(SearchResult result) {
    return result.hits().stream().map(hit -> hit.memory().id()).toList();
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return sum;
  }
}
