package io.hypnos.ingest;

import java.util.Locale;

/** Where in the job a message failed. */
enum Stage {
  DECODE,
  EXTRACT,
  CHUNK,
  EMBED,
  STORE;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
