package io.hypnos.api;

import static io.hypnos.api.Atoms.ok;
import static io.hypnos.api.Atoms.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.RunningApi.NewTenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Rooms that tenants share. */
final class MnemoverseRoomsIT {
  @RegisterExtension static final RunningApi API = new RunningApi();

  private NewTenant ownerTenant;
  private Atoms owner;
  private Atoms guest;
  private Atoms stranger;
  private String room;
  private String address;

  @BeforeEach
  void makeRoom() {
    ownerTenant = API.tenant();
    owner = new Atoms(ownerTenant.client());
    guest = new Atoms(API.tenant().client());
    stranger = new Atoms(API.tenant().client());
    JsonNode made =
        ok(owner.post("rooms", Map.of("name", "Release team", "description", "Who ships")));
    room = made.path("room_id").asString();
    address = made.path("address").asString();
    assertThat(made.path("name").asString()).isEqualTo("Release team");
    assertThat(made.path("next_steps").asString()).contains(address);
  }

  private String code(Map<String, ?> terms) {
    return ok(owner.post("rooms/" + room + "/invites", terms)).path("code").asString();
  }

  private void join(Atoms who, Map<String, ?> terms) {
    ok(who.post("rooms/join", Map.of("code", code(terms))));
  }

  @Test
  void aRoomIsListedToItsMembers() {
    assertThat(room).matches("room_[0-9A-HJKMNP-TV-Z]{26}");
    assertThat(address).isEqualTo("xroom:" + room);
    join(guest, Map.of("scope", "read"));

    assertThat(ok(owner.get("rooms")).toString())
        .isEqualTo(
            "[{\"room_id\":\"%s\",\"name\":\"Release team\",\"address\":\"%s\",\"role\":\"owner\","
                    .formatted(room, address)
                + "\"scope\":\"read_write\",\"archived\":false}]");
    JsonNode listed = ok(guest.get("rooms")).path(0);
    assertThat(listed.path("role").asString()).isEqualTo("member");
    assertThat(listed.path("scope").asString()).isEqualTo("read");
    assertThat(ok(stranger.get("rooms"))).isEmpty();
    Answer again = owner.post("rooms", Map.of("name", "Release team"));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body().path("code").asString()).isEqualTo("CONFLICT");
    ok(guest.post("rooms", Map.of("name", "Release team")));
  }

  @Test
  void anInviteLetsInAsOftenAsItSays() {
    JsonNode invite =
        ok(owner.post("rooms/" + room + "/invites", Map.of("scope", "read", "expires_in_days", 3)));
    assertThat(invite.propertyNames())
        .containsExactly(
            "invite_id",
            "code",
            "room_address",
            "scope",
            "expires_at",
            "join_url",
            "share_message");
    String code = invite.path("code").asString();
    assertThat(code).startsWith("mnvr_");
    assertThat(invite.path("share_message").asString()).contains(code);

    JsonNode joined = ok(guest.post("rooms/join", Map.of("code", code)));
    assertThat(joined.path("already_member").booleanValue()).isFalse();
    assertThat(joined.path("scope").asString()).isEqualTo("read");
    assertThat(
            ok(guest.post("rooms/join", Map.of("code", code)))
                .path("already_member")
                .booleanValue())
        .isTrue();
    assertThat(stranger.post("rooms/join", Map.of("code", code)).status()).isEqualTo(409);
    Answer unknown = stranger.post("rooms/join", Map.of("code", "mnvr_never"));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body().path("code").asString()).isEqualTo("NOT_FOUND");

    Answer invites = owner.get("rooms/" + room + "/invites");
    assertThat(ok(invites).path(0).propertyNames())
        .containsExactly(
            "invite_id", "scope", "max_uses", "uses", "expires_at", "revoked_at", "created_at");
    assertThat(invites.body().path(0).path("uses").intValue()).isEqualTo(1);
    assertThat(invites.text()).doesNotContain(code);
    Answer notOwner = guest.post("rooms/" + room + "/invites", Map.of());
    assertThat(notOwner.status()).isEqualTo(403);
    assertThat(notOwner.body().path("message").asString()).contains("own this room");
    assertThat(stranger.post("rooms/" + room + "/invites", Map.of()).status()).isEqualTo(404);
    assertThat(stranger.get("rooms/" + room + "/invites").status()).isEqualTo(404);
  }

  @Test
  void whatIsInARoomIsSharedThereAndNowhereElse() {
    join(guest, Map.of());
    owner.store("general", "The owner's own note about the release", Map.of());
    String id =
        owner.store(
            address, "The release train leaves on Tuesday", Map.of("concepts", List.of("a", "b")));
    guest.store(address, "The release train stops on Wednesday");

    Map<String, Object> question = Map.of("query", "the release train", "domain", address);
    assertThat(guest.read(question).path("items")).hasSize(2);
    JsonNode found = owner.read(question).path("items");
    assertThat(values(found, "domain")).containsOnly(address);
    assertThat(values(owner.read("when does the release train leave?").path("items"), "domain"))
        .doesNotContain(address);
    assertThat(
            ok(guest.post(
                    "query", Map.of("query", "the release train", "domains", List.of(address))))
                .path("items"))
        .hasSize(2);
    assertThat(ok(guest.post("recent", Map.of("domain", address))).path("items")).hasSize(2);
    assertThat(ok(guest.post("recent", Map.of())).path("items")).isEmpty();
    assertThat(
            ok(guest.post("graph", Map.of("seeds", List.of("a"), "domain", address))).path("edges"))
        .hasSize(1);
    assertThat(ok(guest.post("graph", Map.of("seeds", List.of("a")))).path("edges")).isEmpty();
    assertThat(owner.stats().path("domains").toString()).isEqualTo("[\"general\"]");
    assertThat(owner.stats().path("total_atoms").intValue()).isEqualTo(1);
    assertThat(owner.stats().path("hebbian_edges").intValue()).isZero();
    assertThat(owner.get("export").text().lines()).hasSize(1);
    assertThat(owner.get("atoms/" + id).status()).isEqualTo(404);

    Map<String, Object> rating = Map.of("atom_ids", List.of(id), "outcome", 1);
    assertThat(ok(guest.post("feedback", rating)).path("updated_count").intValue()).isZero();
    assertThat(
            ok(guest.post(
                    "feedback", Map.of("atom_ids", List.of(id), "outcome", 1, "domain", address)))
                .path("updated_count")
                .intValue())
        .isEqualTo(1);
  }

  @Test
  void whoIsNoMemberIsKeptOutInWordsThatClientsKnow() {
    join(guest, Map.of("scope", "read"));
    for (Answer answer :
        List.of(
            stranger.post("read", Map.of("query", "x", "domain", address)),
            stranger.post("query", Map.of("query", "x", "domains", List.of(address))),
            stranger.post("recent", Map.of("domain", address)),
            stranger.post("write", Map.of("content", "x", "domain", address)),
            stranger.post("graph", Map.of("seeds", List.of("x"), "domain", address)),
            stranger.post(
                "feedback", Map.of("atom_ids", List.of(), "outcome", 1, "domain", address)))) {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
      assertThat(answer.body().path("code").asString()).isEqualTo("FORBIDDEN");
      assertThat(answer.body().path("message").asString()).contains("not an active member");
    }
    Answer readOnly = guest.post("write", Map.of("content", "x", "domain", address));
    assertThat(readOnly.status()).isEqualTo(403);
    assertThat(readOnly.body().path("message").asString()).contains("read-only");
    for (String padded : List.of(" " + address, address + " ", "XROOM:" + room, "xroom:room_1")) {
      Answer wrong = owner.post("write", Map.of("content", "x", "domain", padded));
      assertThat(wrong.status()).as(padded).isEqualTo(400);
      assertThat(wrong.body().path("message").asString()).contains("invalid room address");
    }
    assertThat(owner.delete("domain/" + address.replace(":", "%3A")).status()).isEqualTo(403);
    JsonNode results =
        ok(guest.post(
                "write-batch",
                Map.of(
                    "items",
                    List.of(
                        Map.of("content", "Into the room", "domain", address),
                        Map.of("content", "Into one's own")))))
            .path("results");
    assertThat(results.path(0).path("error").asString()).contains("read-only");
    assertThat(results.path(1).path("stored").booleanValue()).isTrue();
  }

  @Test
  void inARoomARestatementPassesAndNothingIsSuperseded() {
    String first = owner.store(address, "The deploy of the billing service is done");
    owner.store(address, "Done is the deploy of the billing service");
    JsonNode same =
        ok(
            owner.post(
                "write",
                Map.of("content", "the deploy of the billing service is DONE", "domain", address)));
    assertThat(same.path("stored").booleanValue()).isFalse();
    Answer superseding =
        owner.post(
            "write", Map.of("content", "x", "domain", address, "supersedes", List.of(first)));
    assertThat(superseding.status()).isEqualTo(400);
  }

  @Test
  void aRoomGoesWithTheTenantThatMadeIt() {
    join(guest, Map.of());
    guest.store(address, "Written by the guest");
    assertThat(API.operator().get("/admin/tenants?limit=1000").text()).doesNotContain(room);

    assertThat(API.operator().delete("/admin/tenants/" + ownerTenant.id()).status()).isEqualTo(202);

    Answer shut = guest.post("read", Map.of("query", "x", "domain", address));
    assertThat(shut.status()).isEqualTo(403);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(ok(guest.get("rooms"))).isEmpty());
  }
}
