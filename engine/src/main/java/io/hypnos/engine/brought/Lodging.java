package io.hypnos.engine.brought;

import io.hypnos.settings.Secret;

/**
 * Where the rows of a tenant lie that are not in the operator's database.
 *
 * @param place names the stay, and lies in the database too
 * @param opened another value makes every process connect anew
 */
record Lodging(String place, String opened, Secret dsn) {
  Dsn address() {
    return Dsn.parse(dsn.reveal());
  }

  /** The same stay; what is connected already stays so unless the DSN is another. */
  Lodging reachedBy(Secret newDsn, String newlyOpened) {
    return newDsn.equals(dsn) ? this : new Lodging(place, newlyOpened, newDsn);
  }
}
