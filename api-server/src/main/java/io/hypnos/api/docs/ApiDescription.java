package io.hypnos.api.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The OpenAPI document of one dialect. */
record ApiDescription(String name, String json) {
  static final List<String> NAMES = List.of("mnemoverse", "rememberos", "mnemos", "operator");

  static ApiDescription of(String name, String version) {
    return new ApiDescription(
        name, resource("/openapi/" + name + ".json").replace("${version}", version));
  }

  static String resource(String path) {
    try (InputStream stream = ApiDescription.class.getResourceAsStream(path)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the build has lost " + path, e);
    }
  }
}
