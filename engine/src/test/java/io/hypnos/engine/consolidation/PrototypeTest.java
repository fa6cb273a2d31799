package io.hypnos.engine.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hypnos.engine.extraction.Extractors;
import io.hypnos.engine.extraction.Relation;
import io.hypnos.engine.extraction.RuleExtractor;
import io.hypnos.engine.extraction.SourceText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class PrototypeTest {
  private static final Instant NOW = Instant.parse("2024-05-01T00:00:00Z");

  private final long seed = Long.getLong("hypnos.seed", 20260103L);
  private final Random random = new Random(seed);

  @Test
  void itSaysWhatTheMiddleSaysAndWhatTheOthersAdd() {
    float[] center = Clouds.direction(random);
    Member middle = Clouds.member("We deploy on Fridays.", center, 0.5);
    Member repeat = Clouds.member("we deploy on fridays", Clouds.near(center, 0.95, random), 0.5);
    Member more =
        Clouds.member(
            "We deploy on Fridays. The release captain signs off first.",
            Clouds.near(center, 0.9, random),
            0.5);
    Prototype prototype = Prototype.of(List.of(more, repeat, middle), 2000);
    assertThat(prototype.members().get(0)).isEqualTo(middle);
    assertThat(prototype.content())
        .isEqualTo("We deploy on Fridays. The release captain signs off first.");
  }

  @Test
  void itStaysWithinItsRoomAndSaysNothingThatNoMemberSays() {
    float[] center = Clouds.direction(random);
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      members.add(
          Clouds.member(
              "Service number%d handles topic%d quickly.".formatted(i, i),
              Clouds.near(center, 0.9, random),
              0.3));
    }
    Prototype prototype = Prototype.of(members, 500);
    assertThat(prototype.content().length()).isLessThanOrEqualTo(500);
    for (String sentence : Pattern.compile("(?<=\\.) ").split(prototype.content())) {
      assertThat(members).anyMatch(member -> member.content().equals(sentence));
    }
    assertThat(prototype.vectors().size()).isBetween(1, 16);
  }

  @Test
  void theOrderOfTheMembersPlaysNoPart() {
    List<Member> members = new ArrayList<>();
    float[] center = Clouds.direction(random);
    for (int i = 0; i < 9; i++) {
      members.add(
          Clouds.member("Fact alpha%d holds.".formatted(i), Clouds.near(center, 0.9, random), 0.1));
    }
    Prototype one = Prototype.of(members, 2000);
    Collections.shuffle(members, random);
    Prototype other = Prototype.of(members, 2000);
    assertThat(other.content()).as("seed %d", seed).isEqualTo(one.content());
    assertThat(other.memberIds()).isEqualTo(one.memberIds());
  }

  @Test
  void importanceAddsUpAndRatingsWeigh() {
    float[] vector = Clouds.direction(random);
    List<Member> members = List.of(rated(vector, 0.5, 1, 3), rated(vector, 0.5, 0, 0));
    assertThat(Prototype.importance(members)).isCloseTo(0.75, within(1e-9));
    assertThat(Prototype.valence(members)).isCloseTo(0.8, within(1e-9));
  }

  @Test
  void metadataKeepsWhatAllAgreeOn() {
    float[] vector = Clouds.direction(random);
    Member one = with(vector, "a", Map.of("team", "x", "page", 1));
    Member other = with(vector, "b", Map.of("team", "x", "page", 2));
    Map<String, Object> metadata = Prototype.of(List.of(one, other), 2000).metadata();
    assertThat(metadata).containsEntry("team", "x").doesNotContainKey("page");
    assertThat(metadata.get(Prototype.SIZE)).isEqualTo(2);
    assertThat((List<?>) metadata.get(Prototype.MADE_FROM)).hasSize(2);
  }

  @Test
  void whatIsRecalledFadesMoreSlowly() {
    ForgettingCurve curve = new ForgettingCurve(Duration.ofDays(30));
    Instant before = NOW.minus(Duration.ofDays(30));
    assertThat(curve.strength(0.8, 0, before, NOW)).isCloseTo(0.4, within(1e-9));
    assertThat(curve.strength(0.8, 4, before, NOW)).isGreaterThan(0.6);
    assertThat(curve.strength(0.8, 0, NOW, NOW)).isEqualTo(0.8);
    assertThat(curve.strength(0.8, 0, before.minus(Duration.ofDays(300)), NOW)).isLessThan(0.01);
  }

  @Test
  void whatStandsOutIsFarFromAllOthers() {
    List<float[]> vectors = new ArrayList<>(Clouds.of(3, 10, 0, 0.9, random));
    vectors.add(Clouds.direction(random));
    Distinctiveness distinctiveness = Distinctiveness.of(NeighbourGraph.of(vectors), 5);
    for (int i = 0; i < 30; i++) {
      assertThat(distinctiveness.standsOut(1, 0.7).test(i)).isFalse();
    }
    assertThat(distinctiveness.standsOut(1, 0.7).test(30)).isTrue();
    assertThat(
            Distinctiveness.of(NeighbourGraph.of(vectors.subList(28, 31)), 5)
                .standsOut(1, 0.7)
                .test(2))
        .as("too few to stand out from")
        .isFalse();
  }

  @Test
  void onlyWhatAllSayAndNobodyOwnsIsShared() {
    float[] center = Clouds.direction(random);
    List<Promotion.Said> said = new ArrayList<>();
    for (String owner : List.of("ann", "bob", "cy")) {
      said.add(
          new Promotion.Said(
              owner,
              Clouds.member(
                  "The VPN drops every evening. I am at desk %d.".formatted(owner.length() * 7),
                  Clouds.near(center, 0.97, random),
                  0.4)));
    }
    assertThat(Promotion.shared(said, 3)).contains("The VPN drops every evening.");
    assertThat(Promotion.shared(said, 4)).isEmpty();
    assertThat(Promotion.shared(List.of(said.get(0), said.get(0), said.get(0)), 3)).isEmpty();
    List<Promotion.Said> confided =
        said.stream()
            .map(
                each ->
                    new Promotion.Said(
                        each.owner(),
                        Clouds.member(
                            "My password is " + each.owner(), each.memory().vector(), 0.4)))
            .toList();
    assertThat(Promotion.shared(confided, 3)).isEmpty();
  }

  @Test
  void aNewerFactEndsAnOlderOneAndNothingElse() {
    RuleExtractor rules = Extractors.rules();
    List<FactSweep.Source> sources = new ArrayList<>();
    List<String> texts =
        List.of(
            "I live in Porto.", "My favorite color is blue.", "I live in Lisbon.", "I like tea.");
    for (int i = 0; i < texts.size(); i++) {
      Instant at = NOW.plus(Duration.ofDays(i));
      sources.add(
          new FactSweep.Source(
              new UUID(0, i),
              "room",
              at,
              rules.extract(SourceText.ofUser(new UUID(1, 1), texts.get(i), at)).facts()));
    }
    List<FactSweep.Finding> findings = FactSweep.of(sources);
    Collections.shuffle(sources, random);
    assertThat(FactSweep.of(sources)).isEqualTo(findings);
    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.relation()).isEqualTo(Relation.UPDATES);
              assertThat(finding.older()).isEqualTo(new UUID(0, 0));
              assertThat(finding.newer()).isEqualTo(new UUID(0, 2));
            });
  }

  private static Member rated(float[] vector, double importance, double valence, int outcomes) {
    return new Member(
        UUID.randomUUID(),
        "rated",
        vector,
        List.of(),
        Map.of(),
        importance,
        valence,
        outcomes,
        false,
        NOW);
  }

  private static Member with(float[] vector, String text, Map<String, Object> metadata) {
    return new Member(UUID.randomUUID(), text, vector, List.of(), metadata, 0.5, 0, 0, false, NOW);
  }
}
