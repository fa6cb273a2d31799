package io.hypnos.api.operator;

import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.sleep.Phase;
import io.hypnos.engine.sleep.SleepParameters;
import io.hypnos.engine.sleep.SleepRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A run to ask for.
 *
 * @param patience how long to wait for the outcome
 */
record NewRun(SleepRequest request, Duration patience) {
  private static final int LONGEST_SPACE = 512;
  private static final List<String> PHASES =
      Arrays.stream(Phase.values()).map(Phase::text).toList();

  static NewRun from(JsonFields fields, SleepParameters usual, Duration usualPatience) {
    String space = fields.requiredText("space", 1, LONGEST_SPACE);
    Set<Phase> phases = phases(fields);
    boolean dry = fields.flag("dry_run").orElse(false);
    SleepParameters parameters = parameters(fields, usual);
    long wait =
        fields
            .integer("wait_seconds", 0, (int) Math.max(30, usualPatience.toSeconds()))
            .map(Integer::longValue)
            .orElse(usualPatience.toSeconds());
    fields.refuseUnknown();
    fields.check();
    return new NewRun(
        new SleepRequest(space, phases, parameters, dry, "operator"), Duration.ofSeconds(wait));
  }

  private static Set<Phase> phases(JsonFields fields) {
    List<String> names = fields.texts("phases", PHASES.size(), 32);
    EnumSet<Phase> phases = EnumSet.noneOf(Phase.class);
    for (String name : names) {
      if (PHASES.contains(name)) {
        phases.add(Phase.valueOf(name.toUpperCase(Locale.ROOT)));
      } else {
        fields.reject(
            "phases", "Input should be one of: " + String.join(", ", PHASES), "literal_error");
      }
    }
    return names.isEmpty() ? Phase.CONSOLIDATION : phases;
  }

  private static SleepParameters parameters(JsonFields fields, SleepParameters usual) {
    SleepParameters parameters = usual;
    parameters =
        fields
            .number("similarity", 0, 1)
            .map(similarity -> usual.withCut(1 - similarity))
            .orElse(parameters);
    int smallest = fields.integer("smallest_cluster", 2, 100).orElse(usual.smallestCluster());
    parameters = parameters.withSmallestCluster(smallest);
    double copies =
        fields.number("duplicate_similarity", 0.5, 1).orElse(usual.duplicateSimilarity());
    parameters = parameters.withDuplicates(copies, usual.newest());
    parameters =
        parameters.withStaleDays(fields.integer("stale_days", 0, 36_500).orElse(usual.staleDays()));
    parameters =
        parameters.withForgetting(
            usual.halfLifeDays(), fields.number("forget_below", 0, 1).orElse(usual.forgetBelow()));
    parameters = parameters.withWindowHours(fields.integer("window_hours", 1, 876_000));
    return parameters.withLanguageModel(fields.flag("language_model").orElse(false));
  }
}
