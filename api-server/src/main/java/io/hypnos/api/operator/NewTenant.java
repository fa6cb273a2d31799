package io.hypnos.api.operator;

import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.tenancy.Plan;
import java.util.Arrays;
import java.util.Locale;

/** A tenant to make. */
record NewTenant(String name, Plan plan, boolean admin) {
  private static final int LONGEST_NAME = 128;

  static NewTenant from(JsonFields fields, String defaultPlan) {
    String plan =
        fields
            .word("plan", Arrays.stream(Plan.values()).map(Plan::text).toList())
            .orElse(defaultPlan);
    NewTenant tenant =
        new NewTenant(
            fields.requiredText("name", 1, LONGEST_NAME),
            Plan.valueOf(plan.toUpperCase(Locale.ROOT)),
            fields.flag("admin").orElse(false));
    fields.refuseUnknown();
    fields.check();
    return tenant;
  }
}
