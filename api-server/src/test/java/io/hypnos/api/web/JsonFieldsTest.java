package io.hypnos.api.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hypnos.settings.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonFieldsTest {
  private static final JsonBodyResolver BODIES =
      new JsonBodyResolver(
          Json.mapper(),
          DataSize.ofMegabytes(1),
          new MemoryBudget("bodies", 2 * 1024 * 1024, Duration.ofSeconds(1)),
          DataSize.ofMegabytes(1),
          new MemoryBudget("large bodies", 2 * 1024 * 1024, Duration.ofSeconds(1)));

  @Test
  void wellFormedFieldsAreRead() {
    JsonFields fields =
        fields(
            """
            {"text": "tea", "list": ["a", "b"], "object": {"deep": [1, {"x": null}]}, "int": 7,
             "number": 0.5, "flag": true, "word": "red", "time": "2026-03-04T05:06:07Z",
             "ids": ["5a0f2f1e-8a6b-4c0d-9d0e-1f2a3b4c5d6e"], "nothing": null}
            """);

    assertThat(fields.requiredText("text", 1, 10)).isEqualTo("tea");
    assertThat(fields.texts("list", 2, 1)).containsExactly("a", "b");
    assertThat(fields.object("object", 100)).containsOnlyKeys("deep");
    assertThat(fields.integer("int", 1, 7)).contains(7);
    assertThat(fields.number("number", 0, 1)).contains(0.5);
    assertThat(fields.flag("flag")).contains(true);
    assertThat(fields.word("word", List.of("red", "blue"))).contains("red");
    assertThat(fields.timestamp("time")).contains(Instant.parse("2026-03-04T05:06:07Z"));
    assertThat(fields.ids("ids", 1))
        .containsExactly(UUID.fromString("5a0f2f1e-8a6b-4c0d-9d0e-1f2a3b4c5d6e"));
    assertThat(fields.text("nothing", 1, 1)).isEmpty();
    assertThat(fields.text("absent", 1, 1)).isEmpty();
    fields.refuseUnknown();
    fields.check();
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    List<Violation> violations =
        violations(
            "{\"a\": 1, \"extra\": 2}",
            fields -> {
              fields.requiredText("a", 1, 10);
              fields.requiredText("b", 1, 10);
              fields.refuseUnknown();
            });

    assertThat(violations)
        .extracting(Violation::location, Violation::type)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(List.of("body", "a"), "string_type"),
            org.assertj.core.groups.Tuple.tuple(List.of("body", "b"), "missing"),
            org.assertj.core.groups.Tuple.tuple(List.of("body", "extra"), "extra_forbidden"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"x": null}           | string_type
          {"x": 5}              | string_type
          {"x": true}           | string_type
          {"x": []}             | string_type
          {"x": {}}             | string_type
          {}                    | missing
          {"x": ""}             | string_too_short
          {"x": "four"}         | string_too_long
          {"x": "a\\u0000b"}    | string_unicode
          {"x": "\\ud83d"}      | string_unicode
          {"x": "\\udc00a"}     | string_unicode
          """)
  void aTextMustBeAStorableTextOfTheRightLength(String body, String type) {
    assertThat(typeOf(body, fields -> fields.requiredText("x", 1, 3))).isEqualTo(type);
  }

  @Test
  void lengthCountsCodePoints() {
    JsonFields fields = fields("{\"x\": \"😀😀😀\"}");

    assertThat(fields.requiredText("x", 1, 3)).hasSize(6);
    fields.check();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"x": 0}            | greater_than_equal
          {"x": 101}          | less_than_equal
          {"x": 1e30}         | int_type
          {"x": 99999999999999999999999} | less_than_equal
          {"x": 1.5}          | int_type
          {"x": "7"}          | int_type
          {"x": true}         | int_type
          {"x": [7]}          | int_type
          """)
  void anIntegerMustBeOneInRange(String body, String type) {
    assertThat(typeOf(body, fields -> fields.integer("x", 1, 100))).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"x": -0.1}    | greater_than_equal
          {"x": 1.0001}  | less_than_equal
          {"x": 1e400}   | less_than_equal
          {"x": "0.5"}   | float_type
          {"x": false}   | float_type
          """)
  void aNumberMustBeOneInRange(String body, String type) {
    assertThat(typeOf(body, fields -> fields.number("x", 0, 1))).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"x": "a"}            | list_type
          {"x": {"0": "a"}}     | list_type
          {"x": ["a","b","c"]}  | too_long
          {"x": ["a", 1]}       | string_type
          {"x": [null]}         | string_type
          {"x": ["toolong"]}    | string_too_long
          """)
  void aListMustHoldFewShortTexts(String body, String type) {
    assertThat(typeOf(body, fields -> fields.texts("x", 2, 3))).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"x": []}                       | dict_type
          {"x": "a"}                      | dict_type
          {"x": {"a": "\\u0000"}}         | value_error
          {"x": {"\\u0000": 1}}           | value_error
          {"x": {"a": [{"b": "\\ud800"}]}} | value_error
          {"x": {"a": 1e999}}             | value_error
          {"x": {"long": "01234567890123456789"}} | value_error
          """)
  void anObjectMustBeStorableAndSmall(String body, String type) {
    assertThat(typeOf(body, fields -> fields.object("x", 30))).isEqualTo(type);
  }

  @Test
  void anObjectKeepsItsValues() {
    JsonFields fields = fields("{\"x\": {\"n\": null, \"i\": 1, \"d\": 1.5, \"l\": [true]}}");

    Map<String, Object> object = fields.object("x", 100);

    assertThat(object).containsEntry("i", 1).containsEntry("d", 1.5).containsKey("n");
    assertThat(object.get("l")).isEqualTo(List.of(true));
  }

  @Test
  void wordsFlagsTimesAndIdsAreChecked() {
    String body = "{\"x\": \"green\"}";

    assertThat(typeOf(body, fields -> fields.word("x", List.of("red")))).isEqualTo("literal_error");
    assertThat(typeOf(body, fields -> fields.flag("x"))).isEqualTo("bool_type");
    assertThat(typeOf(body, fields -> fields.timestamp("x"))).isEqualTo("datetime_parsing");
    assertThat(typeOf("{\"x\": 5}", fields -> fields.timestamp("x"))).isEqualTo("datetime_parsing");
    assertThat(typeOf("{\"x\": [\"green\"]}", fields -> fields.ids("x", 1)))
        .isEqualTo("uuid_parsing");
    String id = "\"5a0f2f1e-8a6b-4c0d-9d0e-1f2a3b4c5d6e\"";
    assertThat(typeOf("{\"x\": [" + id + "," + id + "]}", fields -> fields.ids("x", 2)))
        .isEqualTo("value_error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"x\": NaN}",
        "{\"x\": Infinity}",
        "{\"x\": 1} trailing",
        "{'x': 1}",
        "{\"x\": 01}",
        "nope",
        "{\"x\": \"\u0001\"}"
      })
  void whatIsNoJsonIsMalformed(String body) {
    assertThat(failure(() -> fields(body)).kind()).isEqualTo(FailureKind.MALFORMED);
  }

  @Test
  void bottomlessJsonIsMalformed() {
    String deep = "[".repeat(100_000);

    assertThat(failure(() -> fields("{\"x\": " + deep)).kind()).isEqualTo(FailureKind.MALFORMED);
    assertThat(failure(() -> fields("{\"x\": " + "9".repeat(1_000) + "}")).kind())
        .isEqualTo(FailureKind.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"text\"", "5", "null", "true"})
  void otherJsonThanAnObjectIsInvalid(String body) {
    assertThat(failure(() -> fields(body)).kind()).isEqualTo(FailureKind.INVALID_FIELDS);
  }

  @Test
  void anEmptyBodyHasNoFields() {
    assertThat(fields("").text("x", 0, 1)).isEmpty();
    assertThat(fields(" ").text("x", 0, 1)).isEmpty();
  }

  @Test
  void aMessageDoesNotRepeatWhatSomebodyHasWritten() {
    assertThat(failure(() -> fields("{\"x\": secret-words}")).message())
        .doesNotContain("secret-words");
  }

  private static JsonFields fields(String body) {
    return BODIES.fields(body.getBytes(UTF_8));
  }

  private static String typeOf(String body, Consumer<JsonFields> reading) {
    List<Violation> violations = violations(body, reading);
    assertThat(violations).hasSize(1);
    return violations.get(0).type();
  }

  private static List<Violation> violations(String body, Consumer<JsonFields> reading) {
    JsonFields fields = fields(body);
    reading.accept(fields);
    return failure(fields::check).violations();
  }

  private static Failure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(FailedRequestException.class, call).failure();
  }
}
