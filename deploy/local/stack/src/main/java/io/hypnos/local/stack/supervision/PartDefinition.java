package io.hypnos.local.stack.supervision;

import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.health.HealthProbe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * All that a supervisor needs to know of a part.
 *
 * @param preparation runs before each start
 * @param command asked for at each start
 * @param environment replaces the environment of the supervisor
 * @param stopSignal asks the process to end in order
 * @param log receives standard output and error
 */
public record PartDefinition(
    Part part,
    Preparation preparation,
    Supplier<List<String>> command,
    Map<String, String> environment,
    String stopSignal,
    Readiness readiness,
    HealthProbe probe,
    Path log) {

  public PartDefinition {
    environment = Map.copyOf(environment);
  }

  /** What has to be done before the process starts. */
  @FunctionalInterface
  public interface Preparation {
    void run() throws Exception;
  }

  /** Decides whether a started process is ready; asked again and again until it is. */
  @FunctionalInterface
  public interface Readiness {
    /**
     * @param announced whether the process has said that it is ready
     * @throws Exception when it will never be
     */
    boolean isReached(boolean announced) throws Exception;
  }
}
