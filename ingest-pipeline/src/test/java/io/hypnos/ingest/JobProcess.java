package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.engine.document.Chunk;
import io.hypnos.engine.intake.Intaken;
import io.hypnos.engine.intake.Reading;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.UnitOutcome;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The job in a process of its own that can be killed. It goes on from its newest checkpoint. On
 * standard input {@code throw} lets an operator fail once and {@code taskmanager} kills the task
 * manager; the end of the input ends the process.
 */
final class JobProcess {
  private static final AtomicBoolean THROW = new AtomicBoolean();

  private JobProcess() {}

  public static void main(String[] arguments) throws Exception {
    Path checkpoints = Path.of(arguments[0]);
    HypnosSettings settings = Settings.load(System.getenv(), Path.of("."));
    JobCluster cluster = new JobCluster(checkpoints);
    cluster.submit(
        environment -> IngestJob.define(environment, settings, JobProcess::engine),
        newest(checkpoints));
    System.out.println("READY");
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      if (line.equals("throw")) {
        THROW.set(true);
      } else if (line.equals("taskmanager")) {
        cluster.replaceTaskManager();
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private static Optional<String> newest(Path checkpoints) throws IOException {
    try (Stream<Path> files = Files.walk(checkpoints, 3)) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .map(file -> file.getParent().toUri().toString());
    }
  }

  private static IngestEngine engine(HypnosSettings settings) {
    return new Throwing(HypnosIngestEngine.open(settings));
  }

  /** The engine, but that it throws what no operator expects when it is told to. */
  private record Throwing(IngestEngine engine) implements IngestEngine {
    @Override
    public ExtractedDocument read(
        UUID tenantId, String blobKey, String filename, String contentType) {
      return engine.read(tenantId, blobKey, filename, contentType);
    }

    @Override
    public List<Chunk> chunk(ExtractedDocument document) {
      return engine.chunk(document);
    }

    @Override
    public Reading say(IngestMessage message, List<NewMemory> memories) {
      return engine.say(message, memories);
    }

    @Override
    public List<Vectors> embed(List<String> texts) {
      return engine.embed(texts);
    }

    @Override
    public List<UnitOutcome> store(UUID tenantId, List<Intaken> units) {
      List<UnitOutcome> outcomes = engine.store(tenantId, units);
      if (THROW.compareAndSet(true, false)) {
        throw new AssertionError("after the store, before its report");
      }
      return outcomes;
    }

    @Override
    public OptionalInt standing(IngestMessage message) {
      return engine.standing(message);
    }

    @Override
    public Map<Integer, UnitOutcome> answered(UUID tenantId, List<IngestMessage> events) {
      return engine.answered(tenantId, events);
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
