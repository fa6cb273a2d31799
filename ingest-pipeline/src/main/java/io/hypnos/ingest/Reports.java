package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestStatus;
import io.hypnos.schemas.message.IngestStatus.State;
import io.hypnos.schemas.message.MessageCodec;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says on the side outputs of an operator what becomes of an item. */
final class Reports {
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

  private final Clock clock;
  private final SideOutput output;

  Reports(Clock clock, SideOutput output) {
    this.clock = clock;
    this.output = output;
  }

  /** The side output of any kind of process function. */
  @FunctionalInterface
  interface SideOutput {
    <T> void output(OutputTag<T> tag, T value);
  }

  void progress(IntakeItem item, State state) {
    status(item, state, 0, Optional.empty());
  }

  void stored(IntakeItem item, int memories, Optional<String> note) {
    status(item, State.STORED, memories, note);
  }

  void failed(IntakeItem item, String reason) {
    LOG.info("refused item {}: {}", item.message().item(), reason);
    status(item, State.FAILED, 0, Optional.of(reason));
  }

  /** Reports that are kept until somebody may send them. */
  static Reports into(Clock clock, List<Reported> kept) {
    return new Reports(
        clock,
        new SideOutput() {
          @Override
          public <T> void output(OutputTag<T> tag, T value) {
            if (value instanceof StatusUpdate update) {
              kept.add(new Reported.Status(update));
            } else if (value instanceof QuarantineEntry entry) {
              kept.add(new Reported.Quarantined(entry));
            }
          }
        });
  }

  /** Ends the item because of a known failure. */
  void gaveUp(IntakeItem item, Stage stage, GaveUpException failure) {
    if (failure.overLimit()) {
      failed(item, failure.getMessage());
    } else {
      quarantined(item, stage, failure.getMessage(), failure.attempts());
    }
  }

  void quarantined(IntakeItem item, Stage stage, String reason, int attempts) {
    IngestMessage message = item.message();
    LOG.warn(
        "quarantined document item {} in space {} at {}: {}",
        message.item(),
        message.space(),
        stage.text(),
        reason);
    Quarantine entry = new Quarantine(item.origin(), message.key().getBytes(UTF_8));
    output.output(
        SideOutputs.QUARANTINE,
        entry.of(MessageCodec.encode(message), stage, reason, attempts, clock.instant()));
    status(item, State.QUARANTINED, 0, Optional.of(reason));
  }

  /** For a record that is not even a message: there is no batch whose progress it could change. */
  void unreadable(RawRecord raw, String reason) {
    LOG.warn("quarantined record {}: {}", raw.origin().place(), reason);
    output.output(
        SideOutputs.QUARANTINE,
        new Quarantine(raw.origin(), raw.key())
            .of(raw.value(), Stage.DECODE, reason, 1, clock.instant()));
  }

  private void status(IntakeItem item, State state, int memories, Optional<String> reason) {
    IngestMessage message = item.message();
    output.output(
        SideOutputs.STATUS,
        new StatusUpdate(
            item.origin().requestId(),
            new IngestStatus(
                IngestStatus.VERSION,
                message.tenantId(),
                message.batchId(),
                message.item(),
                state,
                memories,
                reason,
                clock.instant(),
                item.origin().run())));
  }
}
