package io.hypnos.local.stack.junit;

import io.hypnos.local.stack.Part;
import io.hypnos.settings.HypnosSettings;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Real parts of the stack for integration tests, on free ports and in a temporary directory.
 *
 * <pre>
 * &#64;RegisterExtension
 * static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.KAFKA);
 * </pre>
 *
 * <p>All test classes of a JVM share one stack. A part starts when the first class asks for it and
 * runs until the last test has run; a class finds the parts that it asked for healthy, whatever an
 * earlier class did to them. Data of earlier classes is still there: use own tenants, spaces and
 * names.
 */
public final class LocalStack implements BeforeAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LocalStack.class);

  private final Set<Part> parts;

  private LocalStack(Set<Part> parts) {
    this.parts = parts;
  }

  /** The parts that the tests of a class need; those they depend on are not implied. */
  public static LocalStack of(Part first, Part... more) {
    return new LocalStack(EnumSet.of(first, more));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    SharedStack stack = SharedStack.get();
    context.getRoot().getStore(NAMESPACE).computeIfAbsent("stack", key -> stack);
    stack.start(parts);
  }

  /** Real ports, passwords and directories; also before the parts run. */
  public HypnosSettings settings() {
    return SharedStack.get().profile().settings();
  }

  /** The settings as the file that {@code HYPNOS_CONFIG} names, for processes that tests start. */
  public Path settingsFile() {
    return SharedStack.get().profile().data().effectiveSettings();
  }

  /** Kills the process as {@code kill -9} does and returns once it is dead; it is brought back. */
  public void kill(Part part) {
    SharedStack.get().kill(part);
  }

  /** Stops the part in order; it stays away until {@link #start}. */
  public void stop(Part part) {
    SharedStack.get().stop(part);
  }

  /** Starts a stopped part and returns once it is healthy. */
  public void start(Part part) {
    SharedStack.get().start(Set.of(part));
  }

  /** Returns once the part is healthy; fails when that takes too long. */
  public void awaitHealthy(Part part) {
    SharedStack.get().awaitHealthy(part);
  }

  /** The process of the part. */
  public long pid(Part part) {
    return SharedStack.get().pid(part);
  }

  /** What the part has written so far. */
  public Path log(Part part) {
    return SharedStack.get().profile().data().log(part);
  }
}
