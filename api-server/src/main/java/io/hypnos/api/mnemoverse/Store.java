package io.hypnos.api.mnemoverse;

import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;

/**
 * Where a request works: with what the caller's tenant keeps for itself, or in a room.
 *
 * @param caller acts there
 */
record Store(Caller caller, boolean isRoom) {

  Viewer viewer() {
    return Viewer.of(caller);
  }
}
