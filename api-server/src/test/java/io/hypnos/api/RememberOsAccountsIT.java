package io.hypnos.api;

import static io.hypnos.api.Remember.body;
import static io.hypnos.api.Remember.in;
import static io.hypnos.api.Remember.memory;
import static io.hypnos.api.Remember.ok;
import static io.hypnos.api.Remember.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.engine.Engine;
import io.hypnos.engine.audit.AuditEntry;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Accounts: keys, who one is, export and import, signing up, recovery, the end. */
final class RememberOsAccountsIT {
  private static final String TEXT = "Mira takes the 07:40 train on Mondays";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private RunningApi.NewTenant tenant;
  private Remember remember;

  @BeforeEach
  void makeTenant() {
    tenant = API.tenant();
    remember = new Remember(tenant.client());
  }

  private Remember with(JsonNode answer) {
    return new Remember(remember.client().withKey(answer.path("api_key").asString()));
  }

  @Test
  void aKeyIsShownOnceAndMaskedEverAfter() {
    JsonNode made = body(201, remember.post("keys", Map.of("label", "planner")));

    String key = made.path("api_key").asString();
    assertThat(key).matches("mv_[A-Za-z0-9_-]{32,}");
    assertThat(made.path("read_only").booleanValue()).isFalse();
    Answer list = remember.get("keys");
    assertThat(list.body().size()).isEqualTo(2);
    assertThat(list.text()).doesNotContain(key);
    JsonNode shown = list.body().path(1);
    assertThat(shown.propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "label",
            "masked",
            "read_only",
            "created_at",
            "last_used_at",
            "expires_at",
            "revoked");
    assertThat(shown.path("masked").asString()).startsWith("mv_…");
    assertThat(with(made).add("people", TEXT)).isNotEmpty();
    assertThat(remember.post("keys", Map.of("label", "x".repeat(65))).status()).isEqualTo(422);
    assertThat(
            body(201, remember.post("keys", Map.of("expires_in_days", 1)))
                .path("expires_at")
                .isNull())
        .isFalse();
  }

  @Test
  void theLastKeyThatCanWriteStays() {
    JsonNode reader = body(201, remember.post("keys", Map.of("read_only", true)));
    Answer last = remember.delete("keys/" + tenant.keyId());
    assertThat(last.status()).isEqualTo(400);
    assertThat(last.body().path("detail").isString()).isTrue();

    JsonNode second = body(201, remember.post("keys", Map.of()));
    JsonNode revoked = ok(remember.delete("keys/" + second.path("id").asString()));
    assertThat(revoked.path("revoked").booleanValue()).isTrue();
    assertThat(with(second).get("collections").status()).isEqualTo(401);
    assertThat(with(reader).post("keys", Map.of()).status()).isEqualTo(403);
    assertThat(with(reader).get("keys").status()).isEqualTo(200);
    assertThat(remember.delete("keys/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(remember.delete("keys/none").status()).isEqualTo(404);

    String third = body(201, remember.post("keys", Map.of())).path("id").asString();
    assertThat(remember.delete("keys?id=" + third).status()).isEqualTo(200);
    String fourth = body(201, remember.post("keys", Map.of())).path("id").asString();
    Answer byBody =
        remember
            .client()
            .call(
                "DELETE",
                Remember.BASE + "keys",
                Map.of("Content-Type", "application/json"),
                BodyPublishers.ofString("{\"id\":\"" + fourth + "\"}"));
    assertThat(byBody.status()).isEqualTo(200);
  }

  @Test
  void aRotatedKeyEndsAtOnceAndItsGrantsCarryOver() {
    String id = remember.add("secret", TEXT);
    ok(
        remember.put(
            "collections/secret/grants",
            Map.of("agent_key_id", tenant.keyId(), "can_write", true)));

    Remember fresh = with(ok(remember.post("admin/rotate-key", Map.of())));

    assertThat(remember.get("collections").status()).isEqualTo(401);
    assertThat(fresh.list("secret")).containsExactly(TEXT);
    JsonNode author = ok(fresh.get(memory("secret", id))).path("created_by");
    assertThat(author.path("id").asString()).isEqualTo(tenant.keyId());
    assertThat(author.path("label").asString())
        .isEqualTo(ok(fresh.get("keys")).path(0).path("label").asString());
  }

  @Test
  void meAndStatsSayWhoOneIsAndWhatOneKeeps() {
    remember.add("people", TEXT);

    JsonNode me = ok(remember.get("admin/me"));
    JsonNode stats = ok(remember.get("admin/stats"));

    assertThat(me.path("id").asString()).isEqualTo(tenant.id());
    assertThat(me.path("name").asString()).startsWith("tenant-");
    assertThat(me.path("email").isNull()).isTrue();
    assertThat(me.path("tier").asString()).isEqualTo("team");
    assertThat(me.path("limits").path("requests_per_minute").intValue()).isPositive();
    assertThat(me.path("is_admin").booleanValue()).isFalse();
    assertThat(stats.path("collections").intValue()).isEqualTo(1);
    assertThat(stats.path("memories").intValue()).isEqualTo(1);
    assertThat(stats.path("storage_bytes").intValue()).isEqualTo(TEXT.length());
    assertThat(stats.path("added_7d").intValue()).isEqualTo(1);
    assertThat(stats.path("added_30d").intValue()).isEqualTo(1);
  }

  @Test
  void aSpendCapIsSetAndTakenAway() {
    assertThat(ok(remember.get("spend-cap")).toString())
        .isEqualTo("{\"monthly_usd\":null,\"spent_usd\":0.0}");
    assertThat(
            ok(remember.put("spend-cap", Map.of("monthly_usd", 2.5)))
                .path("monthly_usd")
                .doubleValue())
        .isEqualTo(2.5);
    assertThat(remember.put("spend-cap", Map.of("monthly_usd", -1)).status()).isEqualTo(422);
    assertThat(remember.put("spend-cap", Map.of()).status()).isEqualTo(422);
    assertThat(ok(remember.get("spend-cap")).path("monthly_usd").doubleValue()).isEqualTo(2.5);
    assertThat(
            ok(remember.put("spend-cap", Collections.singletonMap("monthly_usd", null)))
                .path("monthly_usd")
                .isNull())
        .isTrue();
    assertThat(audited(tenant.id())).contains("spend-cap.set");
  }

  private static List<String> audited(String tenantId) {
    return API
        .server()
        .context()
        .getBean(Engine.class)
        .audit()
        .recent(UUID.fromString(tenantId), 100)
        .stream()
        .map(AuditEntry::action)
        .toList();
  }

  @Test
  void whatIsNotInThisProductSaysSo() {
    for (String route : List.of("stripe/checkout/create", "stripe/portal")) {
      assertThat(remember.post(route, Map.of()).status()).isEqualTo(503);
    }
    assertThat(
            remember
                .put("extraction/config", Map.of("provider", "openai", "api_key", "sk-x"))
                .status())
        .isEqualTo(400);
    assertThat(remember.put("storage/config", Map.of("backend", "gcs")).status()).isEqualTo(400);
  }

  @Test
  void anExportComesBackInAnotherTenant() {
    remember.post("collections", Map.of("name", "people", "description", "Who is who"));
    String pinned =
        remember
            .write("people", TEXT, Map.of("importance", 0.4, "metadata", Map.of("a", 1)))
            .path("id")
            .asString();
    ok(remember.post(memory("people", pinned) + "/pin", Map.of("pinned", true)));
    String archived = remember.add("kitchen", "Old recipe");
    ok(remember.post(memory("kitchen", archived) + "/archive", Map.of("archived", true)));
    Answer export = remember.get("admin/export");
    assertThat(export.status()).isEqualTo(200);
    assertThat(export.header("Content-Disposition")).startsWith("attachment");
    assertThat(export.body().path("version").intValue()).isEqualTo(1);
    assertThat(export.body().path("memories").size()).isEqualTo(2);
    assertThat(export.body().path("memories").path(0).path("created_by"))
        .isEqualTo(ok(remember.get(memory("people", pinned))).path("created_by"));

    Remember other = new Remember(API.tenant().client());
    List<Object> memories = new ArrayList<>();
    export.body().path("memories").forEach(memories::add);
    memories.add(Map.of("text", ""));
    memories.add("no object");
    memories.add(Map.of("text", "x".repeat(RunningApi.LARGEST_BODY)));
    JsonNode imported =
        ok(
            other.post(
                "admin/import",
                Map.of("memories", memories, "collections", export.body().path("collections"))));

    assertThat(imported.toString()).isEqualTo("{\"imported\":2,\"skipped\":3,\"collections\":2}");
    assertThat(texts(ok(other.get(in("kitchen", "memories?include_archived=true")))))
        .containsExactly("Old recipe");
    assertThat(audited(ok(other.get("admin/me")).path("id").asString())).contains("tenant.import");
    JsonNode people = ok(other.get(in("people", "memories"))).path(0);
    assertThat(people.path("text").asString()).isEqualTo(TEXT);
    assertThat(people.path("importance").doubleValue()).isEqualTo(0.4);
    assertThat(people.path("metadata").toString()).isEqualTo("{\"a\":1}");
    assertThat(people.path("pinned").booleanValue()).isTrue();
    assertThat(people.path("id").asString()).isNotEqualTo(pinned);
    assertThat(people.path("created_at"))
        .isEqualTo(ok(remember.get(memory("people", pinned))).path("created_at"));
    assertThat(other.list("kitchen")).isEmpty();
    assertThat(ok(other.get("collections/people")).path("description").asString())
        .isEqualTo("Who is who");
    assertThat(other.find("people", "Mira train")).containsExactly(TEXT);

    ok(
        other.post(
            "admin/import",
            Map.of("memories", List.of(Map.of("text", "Bare")), "into_collection", "box")));
    ok(other.post("admin/import", Map.of("memories", List.of(Map.of("text", "Lost")))));
    assertThat(other.list("box")).containsExactly("Bare");
    assertThat(other.list("default")).containsExactly("Lost");
  }

  @Test
  void anAccountEndsWithItsNameAsConfirmation() {
    remember.add("people", TEXT);
    String name = ok(remember.get("admin/me")).path("name").asString();

    assertThat(remember.post("admin/delete-account", Map.of("confirm", "no")).status())
        .isEqualTo(400);
    assertThat(remember.post("admin/delete-account", Map.of()).status()).isEqualTo(422);
    assertThat(ok(remember.post("admin/delete-account", Map.of("confirm", name))).toString())
        .isEqualTo("{\"deleted\":true}");

    assertThat(remember.get("collections").status()).isEqualTo(401);
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(60))
        .until(
            () ->
                API.operator()
                    .get("/admin/tenants/" + tenant.id() + "/deletion")
                    .body()
                    .path("state")
                    .asString()
                    .equals("done"));
  }

  private static String newEmail() {
    return "mira-" + UUID.randomUUID() + "@example.org";
  }

  private static List<JsonNode> mailTo(String email) {
    return API.operator()
        .get("/admin/mail?limit=1000")
        .body()
        .path("mail")
        .valueStream()
        .filter(mail -> mail.path("to").asString().equals(email))
        .toList();
  }

  private static String tokenOf(JsonNode mail) {
    String text = mail.path("body").asString();
    return text.substring(text.indexOf("/reveal/") + "/reveal/".length()).strip();
  }

  @Test
  void whoSignsUpGetsALinkThatShowsTheKeyOnce() {
    String email = newEmail();
    Remember anonymous = new Remember(API.anonymous());

    assertThat(
            ok(anonymous.post("signup", Map.of("email", email.toUpperCase(java.util.Locale.ROOT))))
                .toString())
        .isEqualTo("{\"status\":\"sent\"}");
    String token = tokenOf(mailTo(email).get(0));
    Answer page =
        API.anonymous()
            .call("GET", Remember.BASE + "reveal/" + token, Map.of("Accept", "text/html"));
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.text()).contains("<button");
    assertThat(API.anonymous().call("HEAD", Remember.BASE + "reveal/" + token, Map.of()).status())
        .isEqualTo(200);
    Remember mira = with(ok(anonymous.get("reveal/" + token)));

    assertThat(ok(mira.get("admin/me")).path("email").asString()).isEqualTo(email);
    assertThat(audited(ok(mira.get("admin/me")).path("id").asString())).contains("key.reveal");
    assertThat(ok(mira.get("admin/me")).path("tier").asString()).isEqualTo("free");
    assertThat(ok(mira.get("email/senders")).toString())
        .isEqualTo("{\"senders\":[\"" + email + "\"]}");
    assertThat(anonymous.get("reveal/" + token).status()).isEqualTo(404);
    assertThat(anonymous.get("reveal/unknown").status()).isEqualTo(404);

    assertThat(ok(anonymous.post("signup", Map.of("email", email))).toString())
        .isEqualTo("{\"status\":\"sent\"}");
    assertThat(mailTo(email)).hasSize(2);
    assertThat(mailTo(email).get(0).path("body").asString()).doesNotContain("/reveal/");
    assertThat(anonymous.post("signup", Map.of("email", "no address")).status()).isEqualTo(422);
  }

  @Test
  void aLostKeyIsRecoveredAndTheOldOneGoesOn() {
    String email = newEmail();
    Remember anonymous = new Remember(API.anonymous());
    ok(anonymous.post("signup", Map.of("email", email)));
    Remember first = with(ok(anonymous.get("reveal/" + tokenOf(mailTo(email).get(0)))));

    JsonNode known = ok(anonymous.post("recover-key", Map.of("email", email)));
    JsonNode unknown = ok(anonymous.post("recover-key", Map.of("email", newEmail())));

    assertThat(known).isEqualTo(unknown);
    String token = tokenOf(mailTo(email).get(0));
    List<Integer> answers =
        IntStream.range(0, 8)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> anonymous.get("reveal/" + token).status()))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    assertThat(answers).containsOnlyOnce(200).contains(404);
    JsonNode keys = ok(first.get("keys"));
    assertThat(keys.path(1).path("label").asString()).isEqualTo("recovered");
  }
}
