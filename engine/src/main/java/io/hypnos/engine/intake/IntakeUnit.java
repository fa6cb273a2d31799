package io.hypnos.engine.intake;

import io.hypnos.schemas.message.IngestMessage.Occasion;
import io.hypnos.schemas.message.IngestMessage.Revision;
import java.util.Map;
import java.util.Optional;

/**
 * One thing to take in: an event, a text, or a version of a record of a source.
 *
 * @param externalId its name at the source: the same name again is the same thing again. Without
 *     one it is a new thing each time
 * @param label what people see of it in lists
 * @param text absent only when the source has deleted the record
 * @param policy what a repeat is, by the name of a {@code WritePolicy}
 */
public record IntakeUnit(
    Optional<String> externalId,
    String label,
    Optional<String> text,
    Traits traits,
    Optional<Occasion> occasion,
    Optional<Revision> revision,
    Optional<String> policy) {

  /** What the memories inherit. */
  public record Traits(
      Optional<String> containerTag,
      Optional<String> category,
      Optional<Double> importance,
      Map<String, Object> metadata) {
    public static final Traits NONE =
        new Traits(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  /** Something that was said or happened: one memory, whatever its length. */
  public static IntakeUnit event(String text, Occasion occasion, Traits traits) {
    return new IntakeUnit(
        Optional.empty(),
        "event",
        Optional.of(text),
        traits,
        Optional.of(occasion),
        Optional.empty(),
        Optional.empty());
  }

  /** A text: as many memories as it has parts. */
  public static IntakeUnit text(String label, String text, Traits traits) {
    return new IntakeUnit(
        Optional.empty(),
        label,
        Optional.of(text),
        traits,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A version of a record: its memories take the place of those of the version before. */
  public static IntakeUnit version(
      String externalId, long number, String label, String text, Traits traits) {
    return new IntakeUnit(
        Optional.of(externalId),
        label,
        Optional.of(text),
        traits,
        Optional.empty(),
        Optional.of(new Revision(number, false)),
        Optional.empty());
  }

  /** The end of a record: its memories go. */
  public static IntakeUnit deletion(String externalId, long number, String label) {
    return new IntakeUnit(
        Optional.of(externalId),
        label,
        Optional.empty(),
        Traits.NONE,
        Optional.empty(),
        Optional.of(new Revision(number, true)),
        Optional.empty());
  }

  public IntakeUnit named(Optional<String> otherExternalId) {
    return new IntakeUnit(otherExternalId, label, text, traits, occasion, revision, policy);
  }

  public IntakeUnit under(Optional<String> otherPolicy) {
    return new IntakeUnit(externalId, label, text, traits, occasion, revision, otherPolicy);
  }
}
