package io.hypnos.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** How a stranger tries to get at what an owner has sent, or to send in the owner's name. */
final class IntakeProbes {
  private static final String SPACE = "/v1/memory/collections/shared-name/";
  private static final String MISSING_BATCH = "00000000-0000-4000-8000-00000000dead";
  private static final String SENDER = "owner@probes.example";

  private final Supplier<ApiClient> owner;
  private final Supplier<String> batch;

  private IntakeProbes(Supplier<ApiClient> owner, Supplier<String> batch) {
    this.owner = owner;
    this.batch = batch;
  }

  /** A probe a route. */
  static Map<String, Consumer<ApiClient>> of(Supplier<ApiClient> owner, Supplier<String> batch) {
    IntakeProbes probes = new IntakeProbes(owner, batch);
    Map<String, Consumer<ApiClient>> all = new HashMap<>();
    String collection = "/v1/memory/collections/{collection}/";
    all.put("POST " + collection + "drop/presign", probes::presign);
    all.put("POST " + collection + "drop/complete", probes::complete);
    all.put("POST " + collection + "ingest/events", client -> probes.send(client, "events"));
    all.put("POST " + collection + "ingest/texts", client -> probes.send(client, "texts"));
    all.put("POST " + collection + "ingest/records", client -> probes.send(client, "records"));
    all.put("GET /v1/memory/ingest/batches", probes::batches);
    all.put("GET /v1/memory/ingest/batch/{batchId}/items", probes::items);
    all.put("GET /v1/memory/ingest/watermark", probes::watermark);
    all.put("GET /v1/memory/email/address", probes::address);
    all.put("POST /v1/memory/email/address/rotate", probes::rotate);
    all.put("GET /v1/memory/email/senders", probes::senders);
    all.put("PUT /v1/memory/email/senders", probes::allow);
    all.put("POST /v1/memory/email/inbound", probes::inbound);
    all.put("POST /email/inbound", probes::inbound);
    return all;
  }

  private String link(ApiClient client) {
    Answer answer =
        client.post(SPACE + "drop/presign", List.of(Map.of("filename", "a.txt", "size", 5)));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.body().path("uploads").path(0).path("key").asString();
  }

  private void presign(ApiClient client) {
    assertThat(link(client)).isNotEmpty().isNotEqualTo(link(owner.get()));
  }

  private void complete(ApiClient client) {
    String owners = link(owner.get());
    Answer answer =
        client.post(
            SPACE + "drop/complete",
            List.of(Map.of("key", owners, "filename", "a.txt", "mime", "text/plain")));

    assertThat(answer.text()).as("a key of another tenant").contains("\"queued\":0");
  }

  private void send(ApiClient client, String kind) {
    Answer answer =
        client.post(
            SPACE + "ingest/" + kind,
            Map.of(
                kind,
                List.of(
                    kind.equals("records")
                        ? Map.of("text", "planted", "external_id", "planted", "version", 1)
                        : Map.of("text", "planted", "external_id", "planted"))));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    String planted = answer.body().path("batch_id").asString();
    assertThat(client.get("/v1/memory/ingest/batch/" + planted).status()).isEqualTo(200);
    assertThat(owner.get().get("/v1/memory/ingest/batch/" + planted).status()).isEqualTo(404);
  }

  private void batches(ApiClient client) {
    assertThat(owner.get().get("/v1/memory/ingest/batches").text()).contains(batch.get());
    assertThat(client.get("/v1/memory/ingest/batches").text()).doesNotContain(batch.get());
  }

  private void items(ApiClient client) {
    Answer others = client.get("/v1/memory/ingest/batch/" + batch.get() + "/items");
    Answer missing = client.get("/v1/memory/ingest/batch/" + MISSING_BATCH + "/items");

    assertThat(others.status()).isEqualTo(404);
    assertThat(others.text()).isEqualTo(missing.text());
  }

  private void watermark(ApiClient client) {
    Answer answer = client.get("/v1/memory/ingest/watermark");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).doesNotContain("shared-name").doesNotContain(batch.get());
  }

  private static String addressOf(ApiClient client) {
    return client.get("/v1/memory/email/address").body().path("address").asString();
  }

  private void address(ApiClient client) {
    assertThat(addressOf(client)).isNotEmpty().isNotEqualTo(addressOf(owner.get()));
  }

  private void rotate(ApiClient client) {
    String owners = addressOf(owner.get());

    assertThat(client.post("/v1/memory/email/address/rotate", Map.of()).status()).isEqualTo(200);

    assertThat(addressOf(owner.get())).isEqualTo(owners);
  }

  private static void setSender(ApiClient client, String sender) {
    Answer answer =
        client.call(
            "PUT",
            "/v1/memory/email/senders",
            Map.of("Content-Type", "application/json"),
            BodyPublishers.ofString("{\"senders\":[\"" + sender + "\"]}"));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
  }

  private static String sendersOf(ApiClient client) {
    return client.get("/v1/memory/email/senders").text();
  }

  private void senders(ApiClient client) {
    setSender(owner.get(), SENDER);

    assertThat(sendersOf(client)).doesNotContain(SENDER);
  }

  private void allow(ApiClient client) {
    setSender(owner.get(), SENDER);

    setSender(client, "stranger@probes.example");

    assertThat(sendersOf(owner.get())).contains(SENDER).doesNotContain("stranger");
  }

  /** A key of one's own is no signature. */
  private void inbound(ApiClient client) {
    Answer answer =
        client.post(
            "/v1/memory/email/inbound",
            Map.of("to", addressOf(owner.get()), "from", SENDER, "text", "planted"));

    assertThat(answer.status()).isEqualTo(401);
  }
}
