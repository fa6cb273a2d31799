package io.hypnos.engine.database;

import java.util.Comparator;
import java.util.UUID;

/** Ids as PostgreSQL sorts them: by their bytes, without a sign. */
public final class UuidOrder {
  public static final Comparator<UUID> BY_BYTES =
      (one, other) -> {
        int high =
            Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0
            ? high
            : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
      };

  private UuidOrder() {}
}
