package io.hypnos.ingest;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.intake.Reading;
import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.UnitOutcome;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.ingest.BatchWork.Result;
import io.hypnos.schemas.message.IngestMessage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what texts say, as their space wants it, and gives every memory its vectors. The same words
 * are embedded once a batch. The built-in model embeds one text a run, so a text has the same bits
 * whatever its neighbours are. Repeats that the record answers end here. When a text fails, the
 * model is asked for another one: if that fails too, no text is to blame and the job waits.
 */
final class EmbedWork implements BatchWork<PlannedMemories, EmbeddedMemories> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(EmbedWork.class);
  private static final String PROBE = "Is the model well?";

  private final EngineSource engines;
  private final Attempts attempts;
  private final Clock clock;
  private transient EngineLease lease;

  EmbedWork(EngineSource engines, Attempts attempts, Clock clock) {
    this.engines = engines;
    this.attempts = attempts;
    this.clock = clock;
  }

  @Override
  public void open() {
    lease = engines.lease();
  }

  @Override
  public long weight(PlannedMemories planned) {
    return planned.characters();
  }

  @Override
  public List<Result<EmbeddedMemories>> work(List<PlannedMemories> batch)
      throws InterruptedException {
    Map<Integer, UnitOutcome> answered = answered(batch);
    Map<Integer, Reading> readings = new LinkedHashMap<>();
    List<Result<EmbeddedMemories>> results = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      results.add(null);
      if (answered.containsKey(i)) {
        results.set(i, answered(batch.get(i).item(), answered.get(i)));
      } else {
        PlannedMemories planned = batch.get(i);
        int position = i;
        LogContext.during(planned, () -> read(planned, position, readings, results));
      }
    }
    Map<String, Vectors> vectors = vectorsTogether(readings.values());
    for (Map.Entry<Integer, Reading> each : readings.entrySet()) {
      PlannedMemories planned = batch.get(each.getKey());
      LogContext.during(
          planned,
          () -> results.set(each.getKey(), embedded(planned.item(), each.getValue(), vectors)));
    }
    return results;
  }

  private Map<Integer, UnitOutcome> answered(List<PlannedMemories> batch)
      throws InterruptedException {
    Map<UUID, List<Integer>> seen = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      IntakeItem item = batch.get(i).item();
      if (item.isEvent() && item.seen()) {
        seen.computeIfAbsent(item.message().tenantId(), none -> new ArrayList<>()).add(i);
      }
    }
    Map<Integer, UnitOutcome> answered = new HashMap<>();
    for (Map.Entry<UUID, List<Integer>> each : seen.entrySet()) {
      List<Integer> positions = each.getValue();
      List<IngestMessage> events =
          positions.stream().map(position -> batch.get(position).item().message()).toList();
      try {
        attempts
            .run(Stage.STORE, () -> lease.engine().answered(each.getKey(), events))
            .forEach((position, outcome) -> answered.put(positions.get(position), outcome));
      } catch (GaveUpException e) {
        LOG.debug("repeats go the long way", e);
      }
    }
    return answered;
  }

  private Result<EmbeddedMemories> answered(IntakeItem item, UnitOutcome outcome) {
    List<Reported> reported = new ArrayList<>();
    Reports.into(clock, reported).stored(item, outcome.memories().size(), outcome.note());
    return Result.ended(reported);
  }

  private void read(
      PlannedMemories planned,
      int position,
      Map<Integer, Reading> readings,
      List<Result<EmbeddedMemories>> results)
      throws InterruptedException {
    try {
      readings.put(
          position,
          attempts.run(
              Stage.READ, () -> lease.engine().say(planned.item().message(), planned.memories())));
    } catch (GaveUpException e) {
      results.set(position, gaveUp(planned.item(), Stage.READ, e));
    }
  }

  /** The vectors of all texts in one go; of none when one of them fails. */
  private Map<String, Vectors> vectorsTogether(Iterable<Reading> readings) {
    Set<String> texts = new LinkedHashSet<>();
    readings.forEach(reading -> reading.memories().forEach(memory -> texts.add(memory.content())));
    Map<String, Vectors> vectors = new HashMap<>();
    try {
      List<String> distinct = List.copyOf(texts);
      List<Vectors> found = distinct.isEmpty() ? List.of() : lease.engine().embed(distinct);
      for (int i = 0; i < distinct.size(); i++) {
        vectors.put(distinct.get(i), found.get(i));
      }
    } catch (HypnosException e) {
      if (e.code() == ErrorCode.UNAVAILABLE) {
        throw e;
      }
      LOG.warn("embedding texts one by one: {}", e.getMessage());
    }
    return vectors;
  }

  private Result<EmbeddedMemories> embedded(
      IntakeItem item, Reading reading, Map<String, Vectors> vectors) throws InterruptedException {
    List<Reported> reported = new ArrayList<>();
    Reports reports = Reports.into(clock, reported);
    try {
      List<EmbeddedMemory> embedded = new ArrayList<>();
      for (NewMemory memory : reading.memories()) {
        Vectors known = vectors.get(memory.content());
        embedded.add(new EmbeddedMemory(memory, known == null ? alone(memory.content()) : known));
      }
      return Result.of(new EmbeddedMemories(item, embedded, reading.triples()), reported);
    } catch (GaveUpException e) {
      reports.gaveUp(item, Stage.EMBED, e);
      return Result.ended(reported);
    }
  }

  private Vectors alone(String text) throws GaveUpException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled while embedding");
    }
    try {
      return attempts.run(Stage.EMBED, () -> lease.engine().embed(List.of(text)).get(0));
    } catch (GaveUpException e) {
      requireWell();
      throw e;
    }
  }

  /** A model that embeds nothing at all is an outage, whatever it says of a text. */
  private void requireWell() {
    try {
      lease.engine().embed(List.of(PROBE));
    } catch (HypnosException e) {
      throw new HypnosException(
          ErrorCode.UNAVAILABLE, "The embedding model embeds nothing: " + e.getMessage());
    }
  }

  private Result<EmbeddedMemories> gaveUp(IntakeItem item, Stage stage, GaveUpException failure) {
    List<Reported> reported = new ArrayList<>();
    Reports.into(clock, reported).gaveUp(item, stage, failure);
    return Result.ended(reported);
  }

  @Override
  public void close() {
    EngineLease.release(lease);
  }
}
