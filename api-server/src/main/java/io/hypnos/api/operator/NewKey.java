package io.hypnos.api.operator;

import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.tenancy.Role;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A key to make. */
record NewKey(String label, boolean readOnly, Role role, Optional<Instant> expiresAt) {
  private static final int LONGEST_LABEL = 128;

  static NewKey from(JsonFields fields) {
    String role =
        fields
            .word("role", Arrays.stream(Role.values()).map(Role::text).toList())
            .orElse(Role.USER.text());
    NewKey key =
        new NewKey(
            fields.text("label", 0, LONGEST_LABEL).orElse(""),
            fields.flag("read_only").orElse(false),
            Role.valueOf(role.toUpperCase(Locale.ROOT)),
            fields.timestamp("expires_at"));
    fields.refuseUnknown();
    fields.check();
    return key;
  }
}
