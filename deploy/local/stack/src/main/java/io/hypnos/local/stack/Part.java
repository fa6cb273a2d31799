package io.hypnos.local.stack;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** A process of the local stack, in the order of its start. */
public enum Part {
  POSTGRES("postgres"),
  OPENSEARCH("opensearch"),
  KAFKA("kafka"),
  S3("s3"),
  FLINK("flink"),
  API_SERVER("api-server");

  private final String label;

  Part(String label) {
    this.label = label;
  }

  /** The name that people, files and settings use. */
  public String label() {
    return label;
  }

  /** What must be ready before this part starts for the first time. */
  public Set<Part> dependencies() {
    return switch (this) {
      case POSTGRES, OPENSEARCH, KAFKA, S3 -> Set.of();
      case FLINK, API_SERVER -> Set.of(POSTGRES, OPENSEARCH, KAFKA, S3);
    };
  }

  public static Part of(String label) {
    return Arrays.stream(values())
        .filter(part -> part.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new StackException("There is no part '%s'; parts are %s.".formatted(label, all())));
  }

  private static String all() {
    return Arrays.stream(values()).map(Part::label).collect(Collectors.joining(", "));
  }
}
