package io.hypnos.engine.intake;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.extraction.Extractor;
import io.hypnos.engine.job.BatchStore;
import io.hypnos.engine.job.Jobs;
import io.hypnos.engine.memory.UnitWriter;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.tenancy.TenantStore;
import io.hypnos.engine.triple.Triples;
import io.hypnos.settings.HypnosSettings;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** The services of intake, put together. */
public final class IntakeParts {
  /** Waits for the broker that a hand-over can consist of, with room to spare. */
  private static final int HAND_OVER = 3;

  private final IntakeTopic topic;
  private final Intake intake;
  private final SpaceIntakes spaces;
  private final IntakeReader reader;
  private final IntakeWriter writer;
  private final QuarantineProjector quarantineProjector;
  private final Quarantine quarantine;
  private final QuarantineReturns returns;
  private final Replays replays;
  private final MailDrop mail;
  private final IntakeRetention retention;

  public IntakeParts(
      HypnosSettings settings,
      Database database,
      BlobStore blobs,
      IntakeProducer producer,
      BatchStore batches,
      TenantStore tenants,
      UnitWriter units,
      Triples triples,
      Jobs jobs,
      Extractor extractor,
      AuditLog audit,
      Clock clock) {
    Supplier<UUID> ids = UUID::randomUUID;
    FileRules files = new FileRules(settings.api().maxFile());
    Handover handover = new Handover(database, new SpaceAccess(), blobs, batches, producer);
    topic = new IntakeTopic(settings.kafka(), settings.ingest().group());
    intake =
        new Intake(
            handover,
            blobs,
            new DropService(handover, blobs, files, ids, clock),
            new Uploads(
                handover, database, blobs, files, settings.intake().keepUploads(), ids, clock),
            new UnitRules(settings.intake().maxText().bytes()),
            settings.intake(),
            ids,
            clock);
    spaces = new SpaceIntakes(database, audit, clock);
    reader = new IntakeReader(spaces, extractor);
    writer =
        new IntakeWriter(
            database,
            tenants,
            units,
            triples,
            spaces,
            new BatchGate(
                batches, settings.kafka().deliveryTimeout().multipliedBy(HAND_OVER), clock));
    retention = new IntakeRetention(database, blobs, settings.intake(), clock);
    QuarantineStore store = new QuarantineStore(database, clock);
    quarantineProjector = new QuarantineProjector(settings.kafka(), store);
    quarantine = new Quarantine(store, batches, producer, topic, database, audit);
    returns = new QuarantineReturns(database, store, quarantine, clock);
    mail = new MailDrop(handover, blobs, settings.mail(), ids, clock);
    replays = new Replays(jobs, batches, blobs, topic, handover, ids);
  }

  public Intake intake() {
    return intake;
  }

  public SpaceIntakes spaces() {
    return spaces;
  }

  public IntakeReader reader() {
    return reader;
  }

  public IntakeWriter writer() {
    return writer;
  }

  public QuarantineProjector quarantineProjector() {
    return quarantineProjector;
  }

  public Quarantine quarantine() {
    return quarantine;
  }

  public MailDrop mail() {
    return mail;
  }

  public QuarantineReturns returns() {
    return returns;
  }

  public Replays replays() {
    return replays;
  }

  /** Forgets what is old. */
  public IntakeRetention retention() {
    return retention;
  }

  /** Records that the job has not committed yet. */
  public long lag() {
    return topic.lag();
  }
}
