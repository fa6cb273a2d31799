package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hypnos.engine.memory.MemoryIds;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.ingest.record.RecordTypeInfo;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestStatus;
import io.hypnos.schemas.message.IngestStatus.State;
import io.hypnos.schemas.message.QuarantinedMessage;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operators wired as in the job, on a cluster in this process, with an engine of our own. */
final class IngestFlowTest {
  private static final Map<String, Queue<? extends Record>> COLLECTED = new ConcurrentHashMap<>();
  private static MiniCluster cluster;
  private static FakeEngine engine;

  /** An engine is shared by its settings, so every test has its own. */
  private final HypnosSettings settings =
      Settings.of(Map.of("data", UUID.randomUUID().toString()), Map.of());

  private final Queue<StatusUpdate> statuses = new ConcurrentLinkedQueue<>();
  private final Queue<QuarantineEntry> quarantined = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void startCluster() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, 2);
    configuration.set(RestOptions.BIND_PORT, "0");
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumSlotsPerTaskManager(2)
                .build());
    cluster.start();
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @BeforeEach
  void newEngine() {
    engine = new FakeEngine();
  }

  @Test
  void textsAndFilesBecomeMemoriesUnderIdsThatFollowFromTheirSource() throws Exception {
    run(Samples.text(0, "first paragraph\n\nsecond paragraph"), Samples.file(1, "a.txt"));

    assertThat(engine.stored)
        .extractingFromEntries(Map.Entry::getKey, entry -> entry.getValue().content())
        .containsExactlyInAnyOrder(
            tuple(wholeId(0), "File note (text/plain, 1 bytes)\nfirst paragraph"),
            tuple(id(0, 0), "first paragraph"),
            tuple(id(0, 1), "second paragraph"),
            tuple(wholeId(1), "File a.txt (text/plain, 1 bytes)"),
            tuple(id(1, 0), "text of a.txt"));
    assertThat(states(0))
        .containsExactlyInAnyOrder(State.EXTRACTING, State.EMBEDDING, State.STORED);
    assertThat(finalOf(0).memories()).isEqualTo(3);
    assertThat(quarantined).isEmpty();
  }

  @Test
  void whatCannotBeReadIsQuarantinedWithTheReasonAndItsNeighboursAreStored() throws Exception {
    run(
        Samples.file(0, "locked.pdf"),
        Samples.file(1, "broken.pdf"),
        Samples.file(2, "empty.txt"),
        Samples.file(3, "bomb.docx"),
        Samples.file(4, "gone.txt"),
        Samples.text(5, " \n "),
        Samples.file(6, "good.txt"));

    assertThat(quarantined)
        .extracting(QuarantineEntry::message)
        .extracting(QuarantinedMessage::stage, QuarantinedMessage::reason)
        .containsExactlyInAnyOrder(
            tuple("read", "The file is encrypted."),
            tuple("read", "The file is damaged."),
            tuple("read", "The file is empty."),
            tuple("read", "The file took too much memory."),
            tuple("read", "The uploaded file is gone."),
            tuple("read", "The document has no text."));
    assertThat(finalOf(1).state()).isEqualTo(State.QUARANTINED);
    assertThat(finalOf(1).reason()).contains("The file is damaged.");
    assertThat(finalOf(6).state()).isEqualTo(State.STORED);
  }

  @Test
  void aFileOfAnUnknownKindIsKnownByItsName() throws Exception {
    run(Samples.file(0, "song.mp3"));

    NewMemory memory = engine.stored.get(wholeId(0));
    assertThat(memory.content()).contains("song.mp3");
    assertThat(memory.metadata()).containsEntry("extraction", "filename_only");
    assertThat(finalOf(0).state()).isEqualTo(State.STORED);
  }

  @Test
  void whatIsNotAMessageIsQuarantinedAsItIsAndHasNoStatus() throws Exception {
    run(List.of(Samples.raw(0, "<xml>".getBytes(UTF_8)), Samples.raw(Samples.text(1, "good"))));

    assertThat(quarantined)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.message().original()).isEqualTo("<xml>");
              assertThat(entry.message().stage()).isEqualTo("decode");
              assertThat(entry.key()).isEqualTo("key".getBytes(UTF_8));
              assertThat(entry.requestId()).contains("request-0");
            });
    assertThat(statuses).extracting(update -> update.status().item()).containsOnly(1);
    assertThat(engine.stored).containsOnlyKeys(id(1, 0));
  }

  @Test
  void failuresOfStoringAreTriedAgainAndEndInTheRightPlace() throws Exception {
    run(
        Samples.text(0, "works the third time"),
        Samples.text(1, "never works"),
        Samples.text(2, "refused by the plan"),
        Samples.text(3, "of a deleted tenant"));

    assertThat(finalOf(0).state()).isEqualTo(State.STORED);
    assertThat(finalOf(1).state()).isEqualTo(State.QUARANTINED);
    assertThat(finalOf(2).state()).isEqualTo(State.FAILED);
    assertThat(finalOf(2).reason()).contains("the free plan is full");
    assertThat(states(3)).containsExactlyInAnyOrder(State.EXTRACTING, State.EMBEDDING);
    assertThat(quarantined)
        .extracting(QuarantineEntry::message)
        .extracting(QuarantinedMessage::attempts, QuarantinedMessage::reason)
        .containsExactly(tuple(3, "store failed: IllegalStateException"));
  }

  @Test
  void anEventIsOneMemoryAndOnlyItsEndIsReported() throws Exception {
    run(Samples.event(0, "first"), Samples.event(1, "second\n\nparagraph"));

    assertThat(engine.stored)
        .extractingFromEntries(Map.Entry::getKey, entry -> entry.getValue().content())
        .containsExactlyInAnyOrder(
            tuple(id(0, 0), "first"), tuple(id(1, 0), "second\n\nparagraph"));
    NewMemory second = engine.stored.get(id(1, 0));
    assertThat(second.place().stream()).contains("session");
    assertThat(second.place().speaker()).contains("Ann");
    assertThat(second.validFrom()).contains(Samples.ACCEPTED);
    assertThat(states(0)).containsExactly(State.STORED);
  }

  @Test
  void whatComesAgainIsAskedAboutAndStoredOnce() throws Exception {
    run(
        Samples.event(0, "told"),
        Samples.file(1, "a.txt"),
        Samples.event(0, "told"),
        Samples.file(1, "a.txt"));

    assertThat(engine.asked).contains("external-0", "external-1");
    assertThat(engine.stored).hasSize(3).containsKeys(id(0, 0), id(1, 0));
    assertThat(engine.stored.values())
        .extracting(NewMemory::content)
        .as("the file's text and the file as a whole")
        .filteredOn(content -> content.startsWith("File a.txt"))
        .hasSize(1);
    assertThat(statusesOf(0).filter(status -> status.state() == State.STORED)).hasSize(2);
  }

  @Test
  void aTextWithoutVectorIsQuarantinedAndItsNeighboursAreStored() throws Exception {
    run(
        Samples.event(0, "good"),
        Samples.event(1, "has no vector"),
        Samples.event(2, "good as well"));

    assertThat(engine.stored).containsOnlyKeys(id(0, 0), id(2, 0));
    assertThat(finalOf(1).state()).isEqualTo(State.QUARANTINED);
    assertThat(quarantined)
        .singleElement()
        .extracting(entry -> entry.message().stage())
        .isEqualTo("embed");
  }

  @Test
  void aDeletionBringsNothingToReadOrToEmbed() throws Exception {
    run(Samples.deletion(0));

    assertThat(states(0)).containsExactly(State.STORED);
    assertThat(finalOf(0).memories()).isZero();
    assertThat(quarantined).isEmpty();
  }

  @Test
  void itemsThatComeTogetherAreStoredTogether() throws Exception {
    engine.embeddedBeforeStoring = 100;

    run(
        java.util.stream.IntStream.range(0, 400)
            .mapToObj(item -> Samples.event(item, "event number " + item))
            .toArray(IngestMessage[]::new));

    assertThat(engine.stored).hasSize(400);
    assertThat(engine.batches).as("what came while the first was stored").anyMatch(n -> n > 10);
  }

  @Test
  void longTextsAreNotPutTogetherBeyondTheBound() throws Exception {
    engine.embeddedBeforeStoring = 3;
    int characters = settings.intake().batchCharacters() / 2 + 1;
    run(
        java.util.stream.IntStream.range(0, 6)
            .mapToObj(item -> Samples.event(item, item + "x".repeat(characters)))
            .toArray(IngestMessage[]::new));

    assertThat(engine.stored).hasSize(6);
    assertThat(engine.batches).hasSize(6).containsOnly(1);
  }

  private void run(IngestMessage... messages) throws Exception {
    run(Stream.of(messages).map(Samples::raw).toList());
  }

  private void run(List<RawRecord> records) throws Exception {
    StreamExecutionEnvironment environment =
        new StreamExecutionEnvironment(cluster.getConfiguration());
    DataStream<RawRecord> raw =
        environment.fromData(records, RecordTypeInfo.forRecord(RawRecord.class));
    IngestFlow flow =
        IngestFlow.of(
            raw, settings, ignored -> engine, Clock.fixed(Samples.ACCEPTED, ZoneOffset.UTC));
    collect(flow.statuses(), statuses);
    collect(flow.quarantined(), quarantined);
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobId(JobID.generate());
    cluster.submitJob(graph).get();
    JobResult result = cluster.requestJobResult(graph.getJobID()).get();
    if (result.getSerializedThrowable().isPresent()) {
      throw new AssertionError(
          result.getSerializedThrowable().get().deserializeError(getClass().getClassLoader()));
    }
  }

  /** Operators run in this process; only the capture must survive that they are serialised. */
  private static <T extends Record> void collect(DataStream<T> stream, Queue<T> into) {
    String name = UUID.randomUUID().toString();
    COLLECTED.put(name, into);
    stream.map(each -> collected(name, each), stream.getType()).sinkTo(new DiscardingSink<>());
  }

  @SuppressWarnings("unchecked") // the queue was put there for this type
  private static <T extends Record> T collected(String name, T each) {
    ((Queue<T>) COLLECTED.get(name)).add(each);
    return each;
  }

  private List<State> states(int item) {
    return statusesOf(item).map(IngestStatus::state).toList();
  }

  private IngestStatus finalOf(int item) {
    return statusesOf(item)
        .filter(status -> status.state().isFinal())
        .reduce(
            (first, second) -> {
              throw new AssertionError("two ends: " + first + " and " + second);
            })
        .orElseThrow();
  }

  private Stream<IngestStatus> statusesOf(int item) {
    return statuses.stream().map(StatusUpdate::status).filter(status -> status.item() == item);
  }

  private static UUID wholeId(int item) {
    return MemoryIds.ofDocument(Samples.TENANT, "notes", "drop", "external-" + item);
  }

  private static UUID id(int item, int chunk) {
    return MemoryIds.ofChunk(Samples.TENANT, "notes", "drop", "external-" + item, chunk);
  }
}
