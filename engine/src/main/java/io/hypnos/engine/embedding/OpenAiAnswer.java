package io.hypnos.engine.embedding;

import io.hypnos.engine.embedding.RemoteFailure.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the vectors out of an answer, and believes nothing about it. */
final class OpenAiAnswer {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final int texts;
  private final int dimensions;

  OpenAiAnswer(int texts, int dimensions) {
    this.texts = texts;
    this.dimensions = dimensions;
  }

  /** A unit vector for each text, in the order in which they were sent. */
  List<float[]> vectors(byte[] body) {
    JsonNode data = parse(body).path("data");
    if (!data.isArray()) {
      throw bad("it holds no list 'data'");
    }
    if (data.size() != texts) {
      throw bad("it holds %d vectors for %d texts".formatted(data.size(), texts));
    }
    float[][] vectors = new float[texts][];
    for (int position = 0; position < texts; position++) {
      JsonNode entry = data.get(position);
      int index = index(entry, position);
      if (vectors[index] != null) {
        throw bad("it holds two vectors of index " + index);
      }
      vectors[index] = vector(entry.path("embedding"));
    }
    return new ArrayList<>(Arrays.asList(vectors));
  }

  private int index(JsonNode entry, int position) {
    JsonNode index = entry.path("index");
    if (index.isMissingNode()) {
      return position;
    }
    if (!index.isInt() || index.intValue() < 0 || index.intValue() >= texts) {
      throw bad("it holds a vector of no text's index");
    }
    return index.intValue();
  }

  private float[] vector(JsonNode numbers) {
    if (!numbers.isArray()) {
      throw bad("it holds a vector that is no list of numbers");
    }
    if (numbers.size() != dimensions) {
      throw bad(
          "it holds a vector of %d numbers, and %d are configured"
              .formatted(numbers.size(), dimensions));
    }
    double[] values = new double[dimensions];
    for (int i = 0; i < dimensions; i++) {
      JsonNode number = numbers.get(i);
      if (!number.isNumber()) {
        throw bad("it holds a vector that is no list of numbers");
      }
      values[i] = number.doubleValue();
    }
    return UnitVector.of(values)
        .orElseThrow(() -> bad("it holds a vector that is zero or not finite"));
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      // The exception quotes the answer, which may quote the text.
      throw bad("it is not JSON");
    }
  }

  private static RemoteFailure bad(String reason) {
    return new RemoteFailure(
        Kind.BAD_ANSWER, "the embedding service gave an answer of no use: " + reason, null);
  }
}
