package io.hypnos.engine.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.job.BatchProgress;
import io.hypnos.engine.job.BatchStore;
import io.hypnos.engine.job.BatchStore.HandOver;
import io.hypnos.engine.job.Job;
import io.hypnos.engine.job.JobHandler;
import io.hypnos.engine.job.Jobs;
import io.hypnos.engine.job.NewJob;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.MalformedMessageException;
import io.hypnos.schemas.message.MessageCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what was taken in through the ingest job once more: a batch from its manifest in S3, or
 * what the intake topic still holds of a batch or a time. Ids follow from the source, so what is
 * there already stays as it is; what is gone comes back; in another space it comes anew. A replay
 * that is begun again does the same once more.
 */
public final class Replays implements JobHandler {
  /** Kind of the jobs. */
  public static final String KIND = "replay";

  private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
  private static final int MOST_IN_A_BATCH = 500;
  private static final Duration AROUND = Duration.ofMinutes(2);

  private final Jobs jobs;
  private final BatchStore batches;
  private final BlobStore blobs;
  private final IntakeTopic topic;
  private final Handover handover;
  private final Supplier<UUID> ids;

  Replays(
      Jobs jobs,
      BatchStore batches,
      BlobStore blobs,
      IntakeTopic topic,
      Handover handover,
      Supplier<UUID> ids) {
    this.jobs = jobs;
    this.batches = batches;
    this.blobs = blobs;
    this.topic = topic;
    this.handover = handover;
    this.ids = ids;
  }

  /** Asks for a replay in the caller's tenant. */
  public Job request(Caller caller, ReplayRequest wanted) {
    wanted.batch().ifPresent(batch -> requireBatch(caller, batch));
    return jobs.enqueue(caller, NewJob.of(KIND, wanted.asJson()));
  }

  public Optional<Job> find(UUID tenantId, UUID job) {
    return jobs.find(tenantId, job).filter(found -> found.kind().equals(KIND));
  }

  @Override
  public Map<String, Object> run(Running running) {
    Job job = running.job();
    ReplayRequest wanted = ReplayRequest.of(job.request());
    Caller caller =
        new Caller(
            job.tenantId(),
            Optional.empty(),
            Plan.UNLIMITED,
            job.requestId().orElse(job.id().toString()));
    Sending sending = new Sending(caller, wanted, running);
    Optional<byte[]> manifest = wanted.batch().flatMap(batch -> manifest(caller, batch));
    if (manifest.isPresent()) {
      new String(manifest.get(), UTF_8).lines().forEach(line -> sending.take(line.getBytes(UTF_8)));
    } else if (wanted.batch().isPresent()) {
      BatchProgress batch = requireBatch(caller, wanted.batch().get());
      read(batch.createdAt().minus(AROUND), batch.createdAt().plus(AROUND), sending);
    } else {
      read(wanted.from().orElseThrow(), wanted.to().orElseThrow(), sending);
    }
    sending.flush();
    return Map.of(
        "messages", sending.sent, "batches", sending.batches.stream().map(UUID::toString).toList());
  }

  private void read(Instant from, Instant to, Sending sending) {
    topic.read(from, to, found -> sending.take(found.value()));
  }

  private BatchProgress requireBatch(Caller caller, UUID batch) {
    return batches
        .progress(caller, batch)
        .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "no such batch: " + batch));
  }

  private Optional<byte[]> manifest(Caller caller, UUID batch) {
    BlobKey key = Handover.Batch.manifest(caller.tenantId(), batch);
    return blobs.find(key).map(found -> blobs.get(key));
  }

  /** Collects messages and hands them over, batch by batch. */
  private final class Sending implements Consumer<IngestMessage> {
    private final Caller caller;
    private final ReplayRequest wanted;
    private final Running running;
    private final List<UUID> batches = new ArrayList<>();
    private final Map<UUID, HandOver> handOvers = new HashMap<>();
    private List<IngestMessage> waiting = new ArrayList<>();
    private long sent;

    Sending(Caller caller, ReplayRequest wanted, Running running) {
      this.caller = caller;
      this.wanted = wanted;
      this.running = running;
    }

    void take(byte[] value) {
      try {
        accept(MessageCodec.decode(value, IngestMessage.class));
      } catch (MalformedMessageException e) {
        LOG.debug("a replay leaves out what is no message", e);
      }
    }

    @Override
    public void accept(IngestMessage message) {
      boolean isWanted =
          message.tenantId().equals(caller.tenantId())
              && wanted.batch().map(message.batchId()::equals).orElse(true)
              && wanted.space().map(message.space()::equals).orElse(true);
      if (isWanted && !isWithdrawn(message.batchId())) {
        boolean fits = waiting.isEmpty() || waiting.get(0).space().equals(message.space());
        if (!fits || waiting.size() == MOST_IN_A_BATCH) {
          flush();
        }
        waiting.add(message);
      }
    }

    /** Of a batch that nobody was answered for, some messages may be in the topic. */
    private boolean isWithdrawn(UUID batch) {
      return handOvers.computeIfAbsent(
              batch,
              id ->
                  Replays.this
                      .batches
                      .handOvers(caller.tenantId(), List.of(id))
                      .getOrDefault(id, HandOver.ACCEPTED))
          == HandOver.WITHDRAWN;
    }

    void flush() {
      if (waiting.isEmpty()) {
        return;
      }
      IngestMessage first = waiting.get(0);
      UUID id = ids.get();
      List<IngestMessage> again = new ArrayList<>();
      for (IngestMessage message : waiting) {
        again.add(message.again(id, again.size(), wanted.into()));
      }
      Handover.Batch batch =
          new Handover.Batch(
              id,
              wanted.into().orElse(first.space()),
              KIND,
              again.stream().map(message -> message.content().filename()).toList());
      handover.run(caller, batch, () -> again);
      batches.add(id);
      sent += again.size();
      waiting = new ArrayList<>();
      running.progress(sent, sent);
    }
  }
}
