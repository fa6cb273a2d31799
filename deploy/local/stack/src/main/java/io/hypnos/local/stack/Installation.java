package io.hypnos.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where the built product lies. */
public record Installation(Path root) {
  /** Names the root directory in a JVM. */
  public static final String ROOT_PROPERTY = "hypnos.root";

  /** Names the root directory in the environment. */
  public static final String ROOT_VARIABLE = "HYPNOS_HOME";

  public static Installation find() {
    return find(System.getProperty(ROOT_PROPERTY), System.getenv());
  }

  static Installation find(String property, Map<String, String> environment) {
    String root = property == null ? environment.get(ROOT_VARIABLE) : property;
    if (root == null) {
      throw new StackException(
          "Where Hypnos is installed is unknown; set %s to its directory."
              .formatted(ROOT_VARIABLE));
    }
    return new Installation(Path.of(root).toAbsolutePath().normalize());
  }

  /** The staged runtime of a module, which its build has to have made. */
  public Path runtime(String module) {
    Path runtime = root.resolve(module).resolve("target/runtime");
    if (!Files.isDirectory(runtime)) {
      throw new StackException(
          "%s is not built (no %s); build it with 'mvn package'.".formatted(module, runtime));
    }
    return runtime;
  }
}
