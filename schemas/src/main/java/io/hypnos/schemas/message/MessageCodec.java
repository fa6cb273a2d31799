package io.hypnos.schemas.message;

import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages to JSON and back. Unknown fields are ignored, so that an older reader survives a newer
 * writer.
 */
public final class MessageCodec {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private MessageCodec() {}

  public static byte[] encode(Record message) {
    return MAPPER.writeValueAsBytes(message);
  }

  private static String whereIn(JacksonException failure) {
    String path =
        failure.getPath().stream()
            .map(step -> String.valueOf(step.getPropertyName()))
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "the beginning" : path.substring(0, Math.min(path.length(), 200));
  }

  public static <T extends Record> T decode(byte[] json, Class<T> type)
      throws MalformedMessageException {
    try {
      T message = MAPPER.readValue(json, type);
      if (message == null) {
        throw new MalformedMessageException("empty message", null);
      }
      return message;
    } catch (JacksonException e) {
      // The library's own text quotes the value, which may be long and is nobody's business.
      throw new MalformedMessageException(
          "%s at %s".formatted(e.getClass().getSimpleName(), whereIn(e)), e);
    }
  }
}
