package io.hypnos.ingest;

import java.util.Locale;

/** Where in the job a message failed; the names are part of the quarantine's schema. */
enum Stage {
  DECODE,
  READ,
  EMBED,
  STORE;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
