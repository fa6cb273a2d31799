package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.engine.memory.Fingerprint;
import io.hypnos.schemas.message.IngestMessage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Recognises what the job has seen before, so that a repeat is neither read nor embedded again.
 * Input: items, keyed by tenant and space. Output: the same, marked when seen; a repeated document
 * that stands in the record ends here.
 *
 * <p>State: fingerprints of units and of the words of events, each for as long as a setting says.
 * It is a hint and no more: whether something is there the record decides, which may have lost it
 * since. So a replay changes nothing, and lost state costs time only.
 */
final class SeenFunction extends KeyedProcessFunction<String, IntakeItem, IntakeItem> {
  private static final long serialVersionUID = 1L;

  /** More than enough for no two of them to be the same by chance. */
  private static final int FINGERPRINT_BYTES = 16;

  private final EngineSource engines;
  private final Attempts attempts;
  private final Clock clock;
  private final Duration kept;
  private transient EngineLease lease;
  private transient MapState<String, Byte> seen;

  SeenFunction(EngineSource engines, Attempts attempts, Clock clock, Duration kept) {
    this.engines = engines;
    this.attempts = attempts;
    this.clock = clock;
    this.kept = kept;
  }

  @Override
  public void open(OpenContext context) {
    lease = engines.lease();
    MapStateDescriptor<String, Byte> fingerprints =
        new MapStateDescriptor<>("seen", Types.STRING, Types.BYTE);
    fingerprints.enableTimeToLive(
        StateTtlConfig.newBuilder(kept).cleanupInRocksdbCompactFilter(10_000).build());
    seen = getRuntimeContext().getMapState(fingerprints);
  }

  @Override
  public void processElement(IntakeItem item, Context context, Collector<IntakeItem> output)
      throws Exception {
    boolean repeats = remember(unitOf(item.message()));
    if (item.isEvent()) {
      repeats |= remember(wordsOf(item.message()));
    }
    if (!repeats) {
      output.collect(item);
      return;
    }
    OptionalInt standing = item.isEvent() ? OptionalInt.empty() : standing(item);
    if (standing.isPresent()) {
      new Reports(clock, context::output).stored(item, standing.getAsInt(), Optional.empty());
    } else {
      output.collect(item.seenBefore());
    }
  }

  private boolean remember(String fingerprint) throws Exception {
    boolean known = seen.contains(fingerprint);
    if (!known) {
      seen.put(fingerprint, (byte) 1);
    }
    return known;
  }

  private OptionalInt standing(IntakeItem item) throws InterruptedException {
    try {
      return attempts.run(Stage.STORE, () -> lease.engine().standing(item.message()));
    } catch (GaveUpException e) {
      return OptionalInt.empty(); // Then it goes the long way, which ends where it should.
    }
  }

  private static String unitOf(IngestMessage message) {
    MessageDigest digest = sha256();
    for (String part :
        new String[] {
          message.source(),
          message.externalId(),
          message.revision().toString(),
          message.content().text().orElse("")
        }) {
      digest.update(part.getBytes(UTF_8));
      digest.update((byte) 0);
    }
    return "u" + shortened(digest.digest());
  }

  private static String wordsOf(IngestMessage message) {
    return "w" + shortened(Fingerprint.of(message.content().text().orElse("")));
  }

  private static String shortened(byte[] hash) {
    return HexFormat.of().formatHex(Arrays.copyOf(hash, FINGERPRINT_BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() {
    EngineLease.release(lease);
  }
}
