package io.hypnos.api;

import static io.hypnos.api.Atoms.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** How a stranger tries to get at what an owner has in the Mnemoverse dialect, by route. */
final class MnemoverseProbes {
  private static final String DOMAIN = "probed/domain";
  private static final String TEXT = "The pass phrase of the lighthouse is amber";
  private static final String REF = "lighthouse";
  private static final String CONCEPT = "lighthouse";

  private final Atoms owner;
  private final String atom;
  private final String room;

  private MnemoverseProbes(Atoms owner) {
    this.owner = owner;
    this.atom =
        owner.store(
            DOMAIN, TEXT, Map.of("external_ref", REF, "concepts", List.of(CONCEPT, "amber")));
    this.room = ok(owner.post("rooms", Map.of("name", "Lighthouse"))).path("room_id").asString();
    owner.store("xroom:" + room, TEXT);
  }

  private record Probe(String route, BiConsumer<MnemoverseProbes, Atoms> attempt) {}

  private static final List<Probe> PROBES =
      List.of(
          new Probe("POST /api/v1/memory/write-batch", MnemoverseProbes::batch),
          new Probe("POST /api/v1/memory/write_batch", MnemoverseProbes::batch),
          new Probe("POST /api/v1/memory/read-batch", MnemoverseProbes::readBatch),
          new Probe("POST /api/v1/memory/query", MnemoverseProbes::query),
          new Probe("POST /api/v1/memory/recent", MnemoverseProbes::recent),
          new Probe("POST /api/v1/memory/feedback", MnemoverseProbes::feedback),
          new Probe("POST /api/v1/memory/graph", MnemoverseProbes::graph),
          new Probe("POST /api/v1/memory/consolidate", MnemoverseProbes::consolidate),
          new Probe("GET /api/v1/memory/stats", MnemoverseProbes::stats),
          new Probe("GET /api/v1/memory/domains", MnemoverseProbes::domains),
          new Probe("GET /api/v1/memory/export", MnemoverseProbes::export),
          new Probe("GET /api/v1/memory/atoms/{atomId}", MnemoverseProbes::find),
          new Probe("DELETE /api/v1/memory/atoms/{atomId}", MnemoverseProbes::delete),
          new Probe("GET /api/v1/memory/atoms/{atomId}/chain", MnemoverseProbes::chain),
          new Probe("POST /api/v1/memory/atoms/by-external-ref", MnemoverseProbes::findByRef),
          new Probe("DELETE /api/v1/memory/domain/{domain}", MnemoverseProbes::deleteDomain),
          new Probe("DELETE /api/v1/memory/reset", MnemoverseProbes::reset),
          new Probe("GET /api/v1/memory/rooms", MnemoverseProbes::rooms),
          new Probe("POST /api/v1/memory/rooms", MnemoverseProbes::sameRoomName),
          new Probe("POST /api/v1/memory/rooms/{roomId}/invites", MnemoverseProbes::invite),
          new Probe("GET /api/v1/memory/rooms/{roomId}/invites", MnemoverseProbes::invites),
          new Probe("POST /api/v1/memory/rooms/join", MnemoverseProbes::join),
          new Probe("GET /api/v1/vault/secrets", MnemoverseProbes::secrets));

  /** A probe a route; what the owner has is written when the first of them runs. */
  static Map<String, Consumer<ApiClient>> of(java.util.function.Supplier<ApiClient> owner) {
    MnemoverseProbes[] made = new MnemoverseProbes[1];
    Map<String, Consumer<ApiClient>> probes = new HashMap<>();
    for (Probe probe : PROBES) {
      probes.put(
          probe.route(),
          client -> {
            if (made[0] == null) {
              made[0] = new MnemoverseProbes(new Atoms(owner.get()));
            }
            probe.attempt().accept(made[0], new Atoms(client));
            made[0].assertUntouched();
          });
    }
    return probes;
  }

  private void assertUntouched() {
    JsonNode found = ok(owner.get("atoms/" + atom));
    assertThat(found.path("content").asString()).isEqualTo(TEXT);
    assertThat(found.path("outcome_count").intValue()).isZero();
    assertThat(ok(owner.get("rooms")).toString()).contains(room);
  }

  private static void saysNothing(Answer answer) {
    assertThat(answer.text()).doesNotContain(TEXT).doesNotContain(DOMAIN);
  }

  private void batch(Atoms stranger) {
    JsonNode answer =
        ok(
            stranger.post(
                "write_batch",
                Map.of("items", List.of(Map.of("content", "Mine", "external_ref", REF)))));
    assertThat(answer.path("results").path(0).path("atom_id").asString()).isNotEqualTo(atom);
  }

  private void readBatch(Atoms stranger) {
    saysNothing(stranger.post("read-batch", Map.of("queries", List.of(Map.of("query", TEXT)))));
  }

  private void query(Atoms stranger) {
    saysNothing(
        stranger.post(
            "query", Map.of("query", TEXT, "domains", List.of(DOMAIN), "min_relevance", 0)));
    assertThat(
            stranger
                .post("query", Map.of("query", TEXT, "domains", List.of("xroom:" + room)))
                .status())
        .isEqualTo(403);
  }

  private void recent(Atoms stranger) {
    saysNothing(stranger.post("recent", Map.of("limit", 100)));
    assertThat(stranger.post("recent", Map.of("domain", "xroom:" + room)).status()).isEqualTo(403);
  }

  private void feedback(Atoms stranger) {
    JsonNode answer = stranger.feedback(List.of(atom), -1);
    assertThat(answer.path("updated_count").intValue()).isZero();
  }

  private void graph(Atoms stranger) {
    assertThat(ok(stranger.post("graph", Map.of("seeds", List.of(CONCEPT)))).path("nodes"))
        .isEmpty();
  }

  private void consolidate(Atoms stranger) {
    JsonNode answer = ok(stranger.post("consolidate", Map.of("domain", DOMAIN)));
    assertThat(answer.path("atoms_before").intValue()).isZero();
  }

  private void stats(Atoms stranger) {
    saysNothing(stranger.get("stats"));
  }

  private void domains(Atoms stranger) {
    saysNothing(stranger.get("domains"));
  }

  private void export(Atoms stranger) {
    saysNothing(stranger.get("export"));
  }

  private void find(Atoms stranger) {
    assertThat(stranger.get("atoms/" + atom).status()).isEqualTo(404);
  }

  private void delete(Atoms stranger) {
    assertThat(ok(stranger.delete("atoms/" + atom)).path("deleted").intValue()).isZero();
  }

  private void chain(Atoms stranger) {
    assertThat(stranger.get("atoms/" + atom + "/chain").status()).isEqualTo(404);
  }

  private void findByRef(Atoms stranger) {
    saysNothing(stranger.post("atoms/by-external-ref", Map.of("external_ref", REF)));
  }

  private void deleteDomain(Atoms stranger) {
    JsonNode answer = ok(stranger.delete("domain/probed%2Fdomain"));
    assertThat(answer.path("deleted").intValue()).isZero();
  }

  private void reset(Atoms stranger) {
    assertThat(stranger.delete("reset").status()).isEqualTo(403);
  }

  private void rooms(Atoms stranger) {
    assertThat(stranger.get("rooms").text()).doesNotContain(room);
  }

  private void sameRoomName(Atoms stranger) {
    Answer made = stranger.post("rooms", Map.of("name", "Lighthouse"));
    assertThat(made.text()).doesNotContain(room);
  }

  private void invite(Atoms stranger) {
    assertThat(stranger.post("rooms/" + room + "/invites", Map.of()).status()).isEqualTo(404);
  }

  private void invites(Atoms stranger) {
    assertThat(stranger.get("rooms/" + room + "/invites").status()).isEqualTo(404);
  }

  private void join(Atoms stranger) {
    assertThat(stranger.post("rooms/join", Map.of("code", room)).status()).isEqualTo(404);
  }

  private void secrets(Atoms stranger) {
    assertThat(ok(stranger.client().get("/api/v1/vault/secrets")).path("secrets")).isEmpty();
  }
}
