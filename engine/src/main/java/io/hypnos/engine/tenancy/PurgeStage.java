package io.hypnos.engine.tenancy;

import java.util.Locale;

/** What a deletion removes, in this order. */
enum PurgeStage {
  DOCUMENTS,
  OBJECTS,
  /** Rows in a database of the tenant's own, if it has one: while that is away, all waits. */
  OWN_ROWS,
  ROWS,
  TENANT,
  /** Once more documents and objects: what requests that were still running have added since. */
  SWEEP,
  DONE;

  static PurgeStage of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
