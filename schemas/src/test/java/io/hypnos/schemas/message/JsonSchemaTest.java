package io.hypnos.schemas.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class JsonSchemaTest {
  private static final Map<String, Class<? extends Record>> SCHEMAS =
      Map.of(
          "change-message.json", ChangeMessage.class,
          "consolidation-request.json", ConsolidationRequest.class,
          "ingest-message.json", IngestMessage.class,
          "ingest-status.json", IngestStatus.class,
          "quarantined-message.json", QuarantinedMessage.class);

  @Test
  void everyFieldOfAMessageIsInItsPublishedSchemaAndNoOther() throws IOException {
    for (Map.Entry<String, Class<? extends Record>> schema : SCHEMAS.entrySet()) {
      assertSameFields(read(schema.getKey()), schema.getValue());
    }
  }

  private static void assertSameFields(JsonNode schema, Class<?> type) {
    List<String> fields =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    assertThat(schema.path("properties").propertyNames())
        .as(type.getSimpleName())
        .containsExactlyInAnyOrderElementsOf(fields);
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType().isRecord()) {
        assertSameFields(schema.path("properties").path(component.getName()), component.getType());
      }
    }
  }

  private static JsonNode read(String name) throws IOException {
    try (InputStream stream = JsonSchemaTest.class.getResourceAsStream("/json-schema/" + name)) {
      return JsonMapper.shared().readTree(stream);
    }
  }
}
