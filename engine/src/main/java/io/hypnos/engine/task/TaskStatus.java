package io.hypnos.engine.task;

import java.util.Locale;

/** How a task stands. Any change is allowed. */
public enum TaskStatus {
  PENDING,
  IN_PROGRESS,
  BLOCKED,
  COMPLETED,
  FAILED,
  CANCELLED;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TaskStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
