package io.hypnos.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is the caller's fault, told in the shape of the dialect, and never a 500. */
final class WrongInputIT {
  private static final String WRITE = "/api/v1/memory/write";
  private static final String READ = "/api/v1/memory/read";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static ApiClient client;

  @BeforeAll
  static void makeTenant() {
    client = API.tenant().client();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                           | content      | missing
          {"content": null}                            | content      | string_type
          {"content": 5}                               | content      | string_type
          {"content": ""}                              | content      | string_too_short
          {"content": " \\t\\n "}                      | content      | value_error
          {"content": "\\u00a0\\u2007\\u202f"}      | content      | value_error
          {"content": "\\u200b\\ufeff"}              | content      | value_error
          {"content": "a\\u0000b"}                     | content      | string_unicode
          {"content": "\\ud83d"}                       | content      | string_unicode
          {"content": "x", "concepts": "x"}            | concepts     | list_type
          {"content": "x", "concepts": [1]}            | concepts     | string_type
          {"content": "x", "concepts": ["\\u0000"]}    | concepts     | string_unicode
          {"content": "x", "domain": ""}               | domain       | string_too_short
          {"content": "x", "domain": 7}                | domain       | string_type
          {"content": "x", "domain": "\\udc00"}        | domain       | string_unicode
          {"content": "x", "metadata": []}             | metadata     | dict_type
          {"content": "x", "metadata": {"a": "\\u0000"}} | metadata   | value_error
          {"content": "x", "metadata": {"a": 1e999}}   | metadata     | value_error
          {"content": "x", "external_ref": ""}         | external_ref | string_too_short
          {"content": "x", "external_ref": "\\u0000"}  | external_ref | string_unicode
          {"content": "x", "supersedes": ["nope"]}     | supersedes   | uuid_parsing
          {"content": "x", "colour": "red"}            | colour       | extra_forbidden
          """)
  void aWrongFieldOfAWriteIsNamed(String body, String field, String type) {
    Answer answer = client.postText(WRITE, body);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
    assertThat(answer.body().path("code").asString()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.body().path("retryable").booleanValue()).isFalse();
    assertThat(answer.body().path("requestId").asString()).isEqualTo(answer.header("X-Request-Id"));
    var error = answer.body().path("details").path("errors").path(0);
    assertThat(error.path("loc").toString()).startsWith("[\"body\",\"" + field + "\"");
    assertThat(error.path("type").asString()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                       | missing
          {"query": ""}                            | string_too_short
          {"query": "\\u0000"}                     | string_unicode
          {"query": "x", "top_k": 0}               | greater_than_equal
          {"query": "x", "top_k": 101}             | less_than_equal
          {"query": "x", "top_k": "ten"}           | int_type
          {"query": "x", "top_k": 1.5}             | int_type
          {"query": "x", "min_relevance": -1}      | greater_than_equal
          {"query": "x", "min_relevance": 1.1}     | less_than_equal
          {"query": "x", "min_relevance": "high"}  | float_type
          {"query": "x", "order_by": "size"}       | literal_error
          {"query": "x", "strategy": "magic"}      | literal_error
          {"query": "x", "include_associations": "yes"} | bool_type
          {"query": "x", "since": "yesterday"}     | datetime_parsing
          {"query": "x", "concepts": {}}           | list_type
          {"query": "x", "domain": ["a"]}          | string_type
          """)
  void aWrongFieldOfAReadIsNamed(String body, String type) {
    Answer answer = client.postText(READ, body);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
    assertThat(answer.body().path("details").path("errors").path(0).path("type").asString())
        .isEqualTo(type);
  }

  @Test
  void whatShowsNothingIsNoContentInABatchEither() {
    Answer answer =
        client.postText(
            "/api/v1/memory/write-batch", "{\"items\": [{\"content\": \"\\u00a0\\u202f\"}]}");

    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.body().path("stored_count").intValue()).isZero();
    assertThat(answer.body().path("results").path(0).path("error").asString())
        .startsWith("content: ");
  }

  @Test
  void anUnknownFieldIsToldOnOneLine() {
    Answer answer = client.postText(WRITE, "{\"content\": \"x\", \"colour\\nred\\u2028blue\": 1}");

    assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
    assertThat(answer.body().path("details").path("errors").path(0).path("loc").path(1).asString())
        .isEqualTo("colour red blue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/memory/ingest/batches?collection=%00",
        "/v1/memory/ingest/batches?limit=2&after=a%00b",
        "/v1/memory/collections/notes/memories?category=%00",
        "/v1/memory/collections?q=%00",
        "/api/v1/memory/stats?x=%00",
        "/admin/tenants?after=%00"
      })
  void aNulInAQueryIsRefusedByEveryDialect(String path) {
    Answer answer = (path.startsWith("/admin") ? API.operator() : client).get(path);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
    assertThat(answer.text()).contains("must not hold NUL");
  }

  @Test
  void limitsOfAWriteAreExact() {
    assertThat(write("domain", "d".repeat(100)).status()).isEqualTo(200);
    assertThat(write("domain", "d".repeat(101)).status()).isEqualTo(422);
    assertThat(write("external_ref", "r".repeat(255)).status()).isEqualTo(200);
    assertThat(write("external_ref", "r".repeat(256)).status()).isEqualTo(422);
    assertThat(write("concepts", java.util.Collections.nCopies(256, "c")).status()).isEqualTo(200);
    assertThat(write("concepts", java.util.Collections.nCopies(257, "c")).status()).isEqualTo(422);
    assertThat(write("metadata", Map.of("a", "m".repeat(65_536 - 8))).status()).isEqualTo(200);
    assertThat(write("metadata", Map.of("a", "m".repeat(65_536 - 7))).status()).isEqualTo(422);
    assertThat(client.post(READ, Map.of("query", "q".repeat(5_000))).status()).isEqualTo(200);
    assertThat(client.post(READ, Map.of("query", "q".repeat(5_001))).status()).isEqualTo(422);
  }

  private static Answer write(String field, Object value) {
    return client.post(
        WRITE, Map.of("content", "text of " + field + value.hashCode(), field, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"content\": NaN}",
        "{\"content\": \"x\", \"metadata\": {\"a\": Infinity}}",
        "{'content': 'x'}",
        "{\"content\": \"x\"} and more",
        "not JSON",
        "{\"content\": \"\u0001\"}"
      })
  void whatIsNoJsonIs400(String body) {
    Answer answer = client.postText(WRITE, body);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.body().path("code").asString()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void oddBytesAreTheCallersFault() {
    byte[] wrongUtf8 =
        "{\"content\": \"\u00ff\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    assertThat(client.postBytes(WRITE, "application/json", wrongUtf8).status()).isEqualTo(400);
    assertThat(client.postText(WRITE, "[".repeat(100_000)).status()).isEqualTo(400);
    assertThat(client.postText(WRITE, "{\"a\":".repeat(50_000)).status()).isEqualTo(400);
    assertThat(client.postText(WRITE, "[]").status()).isEqualTo(422);
    assertThat(client.postText(WRITE, "\"x\"").status()).isEqualTo(422);
    assertThat(client.postText(WRITE, "").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "garbage"})
  void anotherContentTypeIs415(String contentType) {
    Answer answer = client.postBytes(WRITE, contentType, "{\"content\": \"x\"}".getBytes(UTF_8));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(415);
    assertThat(answer.body().path("code").asString()).isEqualTo("VALIDATION_ERROR");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "application/json; charset=utf-8", "application/vnd.x+json"})
  void everySpellingOfJsonIsTaken(String contentType) {
    Answer answer = client.postBytes(READ, contentType, "{\"query\": \"x\"}".getBytes(UTF_8));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
  }

  @Test
  void aBodyOverTheLimitIs413HoweverItIsSent() {
    byte[] large = new byte[RunningApi.LARGEST_BODY + 1];
    java.util.Arrays.fill(large, (byte) ' ');
    Map<String, String> json = Map.of("Content-Type", "application/json");

    Answer announced = client.postBytes(WRITE, "application/json", large);
    Answer chunked =
        client.call(
            "POST",
            WRITE,
            json,
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));

    assertThat(announced.status()).isEqualTo(413);
    assertThat(announced.body().path("code").asString()).isEqualTo("VALIDATION_ERROR");
    assertThat(chunked.status()).isEqualTo(413);
    assertThat(chunked.body().path("message").asString()).contains("256 KB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /api/v1/nothing         | {"detail":"Not Found"}
          /api/v1                 | {"detail":"Not Found"}
          /v1/memory/nothing      | {"detail":"Not Found"}
          /v1/users/u/nothing     | {"error":"Not Found"}
          /nothing                | {"detail":"Not Found"}
          /v1/memories            | {"detail":"Not Found"}
          /error                  | {"detail":"Not Found"}
          /                       | {"detail":"Not Found"}
          """)
  void anUnknownRouteIs404InTheShapeOfItsDialect(String path, String body) {
    Answer answer = client.get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).isEqualTo(body);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void anUnknownRouteOfTheOperatorIs404() {
    assertThat(API.operator().get("/admin/tenants/a/b/c").body().path("error").path("code"))
        .hasToString("\"unknown_route\"");
  }

  @Test
  void aWrongMethodIs405WithWhatIsAllowed() {
    Answer answer = client.get(WRITE);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("POST");
    assertThat(answer.text())
        .isEqualTo(
            "{\"code\":\"VALIDATION_ERROR\",\"message\":\"Method Not Allowed\",\"requestId\":\""
                + answer.header("X-Request-Id")
                + "\",\"retryable\":false,\"details\":{}}");
    assertThat(client.call("PUT", "/health", Map.of()).status()).isEqualTo(405);
  }

  @Test
  void acceptHeadersDoNotMatter() {
    for (String accept : new String[] {"text/html", "image/png", "*/*", "nonsense"}) {
      Answer answer = client.call("GET", "/api/v1/health", Map.of("Accept", accept));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).startsWith("application/json");
    }
  }

  @Test
  void everyAnswerBearsTheRequestId() {
    Map<String, String> own = Map.of("X-Request-Id", "mine-7.f_3");
    Map<String, String> wild = Map.of("X-Request-Id", "not one word");

    assertThat(client.call("GET", "/api/v1/health", own).header("X-Request-Id"))
        .isEqualTo("mine-7.f_3");
    assertThat(client.call("GET", "/nothing", own).header("X-Request-Id")).isEqualTo("mine-7.f_3");
    assertThat(client.call("GET", "/nothing", wild).header("X-Request-Id"))
        .matches("req_[0-9a-f]{12}");
  }
}
