package io.hypnos.ingest;

/** Something made from one item of intake, which its logs and statuses refer to. */
interface Tracked {
  IntakeItem item();
}
