package io.hypnos.engine.intake;

import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.MemoryIds;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Attributes;
import io.hypnos.schemas.message.IngestMessage.Content;
import io.hypnos.settings.IntakeSettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The asynchronous road for all dialects: events, texts, versions of records, and files. A receipt
 * means that the broker has what it names; a failure means that nothing was taken, as far as anyone
 * can see.
 */
public final class Intake {
  private static final Pattern SOURCE = Pattern.compile("[a-z][a-z0-9:_.-]{0,63}");
  private static final String TEXT = "text/plain";

  /** A longer text goes to S3: a message must stay far below the topic's limit. */
  private static final int LONGEST_INLINE = 128 * 1024;

  private final Handover handover;
  private final BlobStore blobs;
  private final DropService drops;
  private final Uploads uploads;
  private final UnitRules rules;
  private final int mostUnits;
  private final Supplier<UUID> ids;
  private final Clock clock;

  Intake(
      Handover handover,
      BlobStore blobs,
      DropService drops,
      Uploads uploads,
      UnitRules rules,
      IntakeSettings settings,
      Supplier<UUID> ids,
      Clock clock) {
    this.handover = handover;
    this.blobs = blobs;
    this.drops = drops;
    this.uploads = uploads;
    this.rules = rules;
    this.mostUnits = settings.maxUnits();
    this.ids = ids;
    this.clock = clock;
  }

  /** Fails with {@code FORBIDDEN} when the caller may not write into the space. */
  void requireWrite(Caller caller, String space) {
    handover.requireWrite(caller, space);
  }

  /** How many units one call takes at most. */
  public int mostUnits() {
    return mostUnits;
  }

  /** Whole files. */
  public DropService drops() {
    return drops;
  }

  /** Files that the caller puts into S3 itself. */
  public Uploads uploads() {
    return uploads;
  }

  /**
   * Takes in events, texts and versions of records; what is wrong with one of them refuses that one
   * alone.
   *
   * @param source what kind of intake, for example {@code event} or {@code connector:slack}
   */
  public IntakeReceipt accept(Caller caller, String space, String source, List<IntakeUnit> units) {
    handover.requireWrite(caller, space);
    return acceptForTenant(caller, space, source, units);
  }

  /**
   * The same for what the tenant itself has set up, as a connection to an outside system: its key
   * is named as the one behind the memories, and neither its grants nor its end matter any more.
   */
  public IntakeReceipt acceptForTenant(
      Caller caller, String space, String source, List<IntakeUnit> units) {
    if (!SOURCE.matcher(source).matches()) {
      throw new HypnosException(ErrorCode.VALIDATION, "no such kind of intake");
    }
    if (units.size() > mostUnits) {
      throw new HypnosException(
          ErrorCode.TOO_LARGE, "one request takes in %d units at most".formatted(mostUnits));
    }
    UUID batchId = ids.get();
    List<IntakeReceipt.Accepted> accepted = new ArrayList<>();
    List<IntakeReceipt.Refused> refused = new ArrayList<>();
    List<IntakeUnit> good = new ArrayList<>();
    for (int position = 0; position < units.size(); position++) {
      IntakeUnit unit = units.get(position);
      Optional<String> refusal = rules.refuse(unit);
      if (refusal.isPresent()) {
        refused.add(new IntakeReceipt.Refused(position, unit.label(), refusal.get()));
      } else {
        IntakeUnit named =
            unit.named(unit.externalId().or(() -> Optional.of(ids.get().toString())));
        UUID memoryId =
            MemoryIds.ofChunk(
                caller.tenantId(), space, source, named.externalId().orElseThrow(), 0);
        accepted.add(new IntakeReceipt.Accepted(position, good.size(), memoryId));
        good.add(named);
      }
    }
    Handover.Batch batch =
        new Handover.Batch(batchId, space, source, good.stream().map(IntakeUnit::label).toList());
    handover.run(caller, batch, () -> messages(caller, batch, good));
    return new IntakeReceipt(batchId, accepted, refused);
  }

  private List<IngestMessage> messages(
      Caller caller, Handover.Batch batch, List<IntakeUnit> units) {
    List<IngestMessage> messages = new ArrayList<>();
    for (int item = 0; item < units.size(); item++) {
      IntakeUnit unit = units.get(item);
      IntakeUnit.Traits traits = unit.traits();
      messages.add(
          new IngestMessage(
              IngestMessage.VERSION,
              caller.tenantId(),
              batch.space(),
              batch.id(),
              item,
              batch.source(),
              unit.externalId().orElseThrow(),
              content(caller, batch, item, unit),
              new Attributes(
                  traits.containerTag(),
                  traits.category(),
                  traits.importance(),
                  caller.keyId(),
                  new LinkedHashMap<>(traits.metadata())),
              clock.instant(),
              unit.occasion(),
              unit.revision(),
              unit.policy()));
    }
    return messages;
  }

  private Content content(Caller caller, Handover.Batch batch, int item, IntakeUnit unit) {
    byte[] bytes = unit.text().orElse("").getBytes(StandardCharsets.UTF_8);
    boolean inline = unit.text().isEmpty() || unit.occasion().isPresent();
    if (inline || bytes.length <= LONGEST_INLINE) {
      return new Content(unit.text(), Optional.empty(), unit.label(), TEXT, bytes.length);
    }
    BlobKey key = BlobKey.of(caller.tenantId(), batch.folder() + item);
    blobs.put(key, TEXT, bytes);
    return new Content(Optional.empty(), Optional.of(key.text()), unit.label(), TEXT, bytes.length);
  }
}
