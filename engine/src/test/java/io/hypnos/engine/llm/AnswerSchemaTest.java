package io.hypnos.engine.llm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

final class AnswerSchemaTest {
  private static final AnswerSchema SCHEMA =
      AnswerSchema.of(
          """
          {"type": "object", "additionalProperties": false, "required": ["a"], "properties": {
            "a": {"type": "array", "maxItems": 2, "items": {"type": "integer", "minimum": 0}},
            "b": {"type": ["string", "null"], "maxLength": 3}}}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a": [1, 2], "b": null}   |
          {"a": [], "b": "xyz"}      |
          {}                         | $ lacks a
          []                         | $ has the wrong type
          {"a": [1.5]}               | $.a[0] has the wrong type
          {"a": [0, -1]}             | $.a[1] is out of range
          {"a": [1, 2, 3]}           | $.a has a wrong size
          {"a": [], "b": "xyzw"}     | $.b has a wrong length
          {"a": [], "c": 1}          | $ has a field that is not in the schema
          """)
  void violationsAreNamedByPlaceAndNeverQuoteTheValue(String json, String violation) {
    assertThat(SCHEMA.violation(new JsonMapper().readTree(json)).orElse(null)).isEqualTo(violation);
  }
}
