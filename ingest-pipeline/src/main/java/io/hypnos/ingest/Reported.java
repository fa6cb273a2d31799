package io.hypnos.ingest;

/** Something for a side road, kept until the task's own thread may send it. */
sealed interface Reported {
  /** Progress of an item. */
  record Status(StatusUpdate update) implements Reported {}

  /** An item that cannot be processed. */
  record Quarantined(QuarantineEntry entry) implements Reported {}
}
