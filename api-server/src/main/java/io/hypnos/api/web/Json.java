package io.hypnos.api.web;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The one way in which this server reads and writes JSON. */
public final class Json {
  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 400;

  /** Each value is an object in memory, many times larger than the two letters it may take. */
  private static final int MOST_TOKENS = 250_000;

  private Json() {}

  /** Strict: nothing after the end, no bottomless nesting, no endless numbers or lists. */
  public static JsonMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxTokenCount(MOST_TOKENS)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            // Errors must not repeat what somebody has written.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }
}
