package io.hypnos.api.rememberos;

import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.intake.IntakeUnit;
import io.hypnos.engine.intake.IntakeUnit.Traits;
import io.hypnos.schemas.message.IngestMessage.Occasion;
import io.hypnos.schemas.message.IngestMessage.Revision;
import java.util.List;
import java.util.Optional;

/** Events, texts and versions of records as a request tells them. */
final class IngestUnits {
  static final List<String> POLICIES = List.of("keep_all", "distinct", "gated", "unique", "merge");

  private static final int LONGEST_TEXT = 2_000_000;
  private static final int LONGEST_NAME = 1_024;
  private static final int LONGEST_LABEL = 255;
  private static final int LONGEST_TAG = 128;
  private static final int LONGEST_STREAM = 512;
  private static final int LONGEST_SPEAKER = 256;
  private static final int LARGEST_METADATA = 65_536;

  private IngestUnits() {}

  static IntakeUnit event(JsonFields fields) {
    String text = fields.requiredText("text", 1, LONGEST_TEXT);
    Occasion occasion =
        new Occasion(
            fields.text("stream", 1, LONGEST_STREAM),
            fields.integer("ordinal", 0, Integer.MAX_VALUE),
            fields.text("speaker", 1, LONGEST_SPEAKER),
            fields.text("agent", 1, LONGEST_SPEAKER),
            fields.timestamp("at"));
    IntakeUnit unit =
        IntakeUnit.event(text, occasion, traits(fields)).named(name(fields)).under(policy(fields));
    return checked(fields, unit);
  }

  static IntakeUnit text(JsonFields fields) {
    String text = fields.requiredText("text", 1, LONGEST_TEXT);
    IntakeUnit unit =
        IntakeUnit.text(fields.text("title", 1, LONGEST_LABEL).orElse("text"), text, traits(fields))
            .named(name(fields))
            .under(policy(fields));
    return checked(fields, unit);
  }

  static IntakeUnit version(JsonFields fields) {
    String name = fields.requiredText("external_id", 1, LONGEST_NAME);
    long number = (long) fields.requiredNumber("version", 0, 9_007_199_254_740_991.0);
    boolean deleted = fields.flag("deleted").orElse(false);
    String label = fields.text("title", 1, LONGEST_LABEL).orElseGet(() -> shortened(name));
    Optional<String> text = fields.text("text", 1, LONGEST_TEXT);
    if (!deleted && text.isEmpty()) {
      fields.reject("text", "Field required", "missing");
    }
    IntakeUnit unit =
        new IntakeUnit(
            Optional.of(name),
            label,
            deleted ? Optional.empty() : text,
            traits(fields),
            Optional.empty(),
            Optional.of(new Revision(number, deleted)),
            policy(fields));
    return checked(fields, unit);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_LABEL ? name : name.substring(0, LONGEST_LABEL);
  }

  private static Optional<String> name(JsonFields fields) {
    return fields.text("external_id", 1, LONGEST_NAME);
  }

  private static Optional<String> policy(JsonFields fields) {
    return fields.word("policy", POLICIES);
  }

  private static Traits traits(JsonFields fields) {
    return new Traits(
        fields.text("container_tag", 1, LONGEST_TAG),
        fields.text("category", 1, LONGEST_TAG),
        fields.number("importance", 0, 1),
        fields.object("metadata", LARGEST_METADATA));
  }

  private static IntakeUnit checked(JsonFields fields, IntakeUnit unit) {
    fields.refuseUnknown();
    fields.check();
    return unit;
  }
}
