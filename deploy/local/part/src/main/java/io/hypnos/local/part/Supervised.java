package io.hypnos.local.part;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Main of every JVM part: {@code Supervised <MainClass> <args>}. The process lives as long as its
 * standard input stays open, so that no part outlives its supervisor.
 */
public final class Supervised {
  private static final int REFUSED = 1;

  private Supervised() {}

  public static void main(String[] arguments) {
    if (arguments.length == 0) {
      refuse("Usage: Supervised <main class> <arguments>");
      return;
    }
    SupervisorWatch.start(System.in);
    ReadySignal ready = ReadySignal.onStandardOutput();
    try {
      mainOf(arguments[0])
          .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
      // A main that returns has started its server; one that serves itself has said so.
      ready.send();
    } catch (InvocationTargetException e) {
      explain(e.getCause());
    } catch (ReflectiveOperationException e) {
      refuse("Cannot start %s: %s".formatted(arguments[0], e));
    }
  }

  private static Method mainOf(String className) throws ReflectiveOperationException {
    return Class.forName(className).getMethod("main", String[].class);
  }

  private static void explain(Throwable problem) {
    if (problem instanceof StartException) {
      refuse(problem.getMessage());
    } else {
      problem.printStackTrace();
      System.exit(REFUSED);
    }
  }

  private static void refuse(String sentence) {
    System.err.println(sentence);
    System.exit(REFUSED);
  }
}
