package io.hypnos.engine;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.extraction.Extractor;
import io.hypnos.engine.health.Backlog;
import io.hypnos.engine.health.Backlog.Waiting;
import io.hypnos.engine.health.TenantLag;
import io.hypnos.engine.intake.Intake;
import io.hypnos.engine.intake.IntakeParts;
import io.hypnos.engine.intake.IntakeProducer;
import io.hypnos.engine.intake.IntakeReader;
import io.hypnos.engine.intake.IntakeWriter;
import io.hypnos.engine.intake.MailDrop;
import io.hypnos.engine.intake.Quarantine;
import io.hypnos.engine.intake.Replays;
import io.hypnos.engine.intake.SpaceIntakes;
import io.hypnos.engine.job.BatchHistory;
import io.hypnos.engine.job.BatchStore;
import io.hypnos.engine.job.JobWorker;
import io.hypnos.engine.job.Upkeep;
import io.hypnos.engine.memory.Memories;
import io.hypnos.engine.tenancy.TenantStore;
import io.hypnos.settings.HypnosSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What comes in by the asynchronous road, put together. */
public final class Inbound implements AutoCloseable {
  private static final Duration SHORT_PAUSE = Duration.ofMillis(500);
  private static final Duration MEASURE_PAUSE = Duration.ofSeconds(15);
  private static final Duration HOUSEKEEPING_PAUSE = Duration.ofMinutes(1);

  /** Far longer than a broker is waited for. */
  private static final Duration ABANDONED = Duration.ofMinutes(15);

  private final BatchStore batches;
  private final IntakeParts parts;
  private final BatchHistory history;
  private final JobWorker worker;
  private final Backlog backlog;
  private final TenantLag tenantLag;

  /** What it stands on. */
  record Parts(
      HypnosSettings settings,
      Database database,
      BlobStore blobs,
      IntakeProducer producer,
      BatchStore batches,
      TenantStore tenants,
      Memories memories,
      Knowledge knowledge,
      Extractor extractor,
      AuditLog audit,
      Clock clock) {}

  Inbound(Parts given) {
    batches = given.batches();
    history = new BatchHistory(given.database(), given.clock());
    parts =
        new IntakeParts(
            given.settings(),
            given.database(),
            given.blobs(),
            given.producer(),
            given.batches(),
            given.tenants(),
            given.memories().writer().units(),
            given.knowledge().triples(),
            given.knowledge().jobs(),
            given.extractor(),
            given.audit(),
            given.clock());
    worker =
        new JobWorker(
            given.knowledge().jobQueue(), Map.of(Replays.KIND, parts.replays()), UUID::randomUUID);
    backlog =
        new Backlog(
            List.of(
                new Backlog.Queue("ingest", () -> waiting(history.open())),
                new Backlog.Queue("ingest.quarantine", () -> waiting(quarantine().waiting())),
                new Backlog.Queue("ingest.lag", () -> new Waiting(parts.lag(), Optional.empty()))),
            given.clock());
    tenantLag = new TenantLag(history::behind, given.clock());
  }

  private static Waiting waiting(BatchHistory.Open open) {
    return new Waiting(open.count(), open.since());
  }

  void start(Upkeep upkeep) {
    upkeep.start("quarantine", Duration.ZERO, parts.quarantineProjector()::runOnce);
    upkeep.start("replays", SHORT_PAUSE, worker::runOnce);
    upkeep.start("abandoned", HOUSEKEEPING_PAUSE, () -> batches.withdrawAbandoned(ABANDONED) < 0);
    upkeep.start("quarantine-returns", HOUSEKEEPING_PAUSE, parts.returns()::runOnce);
    upkeep.start("old-batches", HOUSEKEEPING_PAUSE, parts.retention()::runOnce);
    upkeep.start(
        "intake-lag",
        MEASURE_PAUSE,
        () -> {
          backlog.measure();
          tenantLag.measure();
          return false;
        });
  }

  public Intake intake() {
    return parts.intake();
  }

  /** What the ingest job stores with. */
  public IntakeWriter writer() {
    return parts.writer();
  }

  /** What the ingest job reads texts with. */
  public IntakeReader reader() {
    return parts.reader();
  }

  /** How spaces treat what comes in. */
  public SpaceIntakes spaces() {
    return parts.spaces();
  }

  /** What was taken in, and how far it is. */
  public BatchHistory history() {
    return history;
  }

  /** Takes mail. */
  public MailDrop mail() {
    return parts.mail();
  }

  public Quarantine quarantine() {
    return parts.quarantine();
  }

  public Replays replays() {
    return parts.replays();
  }

  /** Records of the intake topic that the job has not committed yet. */
  public long lag() {
    return parts.lag();
  }

  /** What waits, as gauges. */
  public Backlog backlog() {
    return backlog;
  }

  /** How far behind each tenant is, as gauges. */
  public TenantLag tenantLag() {
    return tenantLag;
  }

  @Override
  public void close() {
    worker.close();
    parts.quarantineProjector().close();
  }
}
