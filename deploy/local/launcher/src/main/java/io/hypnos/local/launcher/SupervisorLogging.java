package io.hypnos.local.launcher;

/** How much the log of this process tells: a supervisor's story, or nothing but trouble. */
final class SupervisorLogging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private SupervisorLogging() {}

  /** Has to come before the first log line. */
  static void configure(Command command) {
    boolean supervises = command instanceof Command.Supervise;
    set("defaultLogLevel", "warn");
    set("log.io.hypnos", supervises ? "info" : "warn");
    set("log.org.flywaydb.core.internal.command", supervises ? "info" : "warn");
    set("showDateTime", "true");
    set("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    set("showThreadName", "false");
    set("showShortLogName", "true");
  }

  private static void set(String name, String value) {
    System.setProperty(PREFIX + name, value);
  }
}
