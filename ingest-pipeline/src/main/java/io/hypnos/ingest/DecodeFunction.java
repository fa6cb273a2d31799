package io.hypnos.ingest;

import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.MalformedMessageException;
import io.hypnos.schemas.message.MessageCodec;
import java.time.Clock;
import java.util.Optional;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Raw records to valid messages. Input: any bytes. Output: items that later operators can trust.
 * What is not a message goes to quarantine. No state; a replay repeats it.
 */
final class DecodeFunction extends ProcessFunction<RawRecord, IntakeItem> {
  private static final long serialVersionUID = 1L;

  private final Clock clock;

  DecodeFunction(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<IntakeItem> output)
      throws InterruptedException {
    Reports reports = new Reports(clock, context::output);
    LogContext.during(raw.origin(), () -> decode(raw, reports, output));
  }

  private static void decode(RawRecord raw, Reports reports, Collector<IntakeItem> output) {
    try {
      IngestMessage message = MessageCodec.decode(raw.value(), IngestMessage.class);
      IntakeItem item = new IntakeItem(raw.origin(), message);
      Optional<String> problem = MessageCheck.problemOf(message);
      if (problem.isEmpty()) {
        output.collect(item);
      } else {
        reports.quarantined(item, Stage.DECODE, problem.get(), 1);
      }
    } catch (MalformedMessageException e) {
      reports.unreadable(raw, "not a message: " + e.getMessage());
    }
  }
}
