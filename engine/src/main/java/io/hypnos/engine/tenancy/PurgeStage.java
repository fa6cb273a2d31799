package io.hypnos.engine.tenancy;

import java.util.Locale;

/** What a deletion removes, in this order. */
enum PurgeStage {
  DOCUMENTS,
  OBJECTS,
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
