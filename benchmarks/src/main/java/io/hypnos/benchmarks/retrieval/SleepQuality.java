package io.hypnos.benchmarks.retrieval;

import io.hypnos.benchmarks.retrieval.Conversations.Conversation;
import io.hypnos.benchmarks.retrieval.Conversations.Question;
import io.hypnos.benchmarks.retrieval.Conversations.Turn;
import io.hypnos.engine.Engine;
import io.hypnos.engine.consolidation.Prototype;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.search.SearchResult;
import io.hypnos.engine.sleep.Phase;
import io.hypnos.engine.sleep.Run;
import io.hypnos.engine.sleep.SleepParameters;
import io.hypnos.engine.sleep.SleepRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a full sleep does to finding: the questions of conversations before and after every space of
 * them has slept. A prototype counts only through the member that it brings along.
 */
public final class SleepQuality {
  private static final int LIMIT = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Engine engine;
  private final Conversations conversations;
  private final Map<UUID, String> turnOf = new HashMap<>();

  private SleepQuality(Engine engine, Conversations conversations) {
    this.engine = engine;
    this.conversations = conversations;
  }

  /**
   * @param arguments file, then similarities to try (that of the settings if none)
   */
  public static void main(String[] arguments) throws Exception {
    run(Settings.load(System.getenv(), Path.of("").toAbsolutePath()), arguments);
  }

  public static void run(HypnosSettings settings, String[] arguments) throws Exception {
    Conversations conversations = Conversations.read(Path.of(arguments[0]));
    try (Engine engine = Engine.open(settings, Clock.systemUTC())) {
      engine.index().ensure();
      new SleepQuality(engine, conversations).measure(arguments);
    }
  }

  private void measure(String[] arguments) {
    Tenant tenant = engine.tenants().create("sleep-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    Caller caller = new Caller(tenant.id(), Optional.empty(), tenant.plan(), "quality");
    write(caller);
    System.out.println(Quality.heading());
    System.out.println(ask(caller, "awake"));
    List<Double> similarities = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      similarities.add(Double.parseDouble(arguments[i]));
    }
    if (similarities.isEmpty()) {
      similarities.add(1 - engine.sleep().usual().cut());
    }
    for (double similarity : similarities) {
      List<Run> runs = sleep(caller, engine.sleep().usual().withCut(1 - similarity));
      long members = runs.stream().mapToLong(run -> run.counts().members()).sum();
      long prototypes = runs.stream().mapToLong(run -> run.counts().prototypes()).sum();
      long copies = runs.stream().mapToLong(run -> run.counts().duplicates()).sum();
      System.out.println(ask(caller, "slept " + similarity));
      System.out.printf(
          "  %d members behind %d prototypes, %d copies folded%n", members, prototypes, copies);
      runs.forEach(run -> engine.sleep().rollBack(caller, run.id()));
    }
    System.out.println(ask(caller, "undone"));
  }

  private void write(Caller caller) {
    for (Conversation conversation : conversations.all()) {
      List<NewMemory> memories = new ArrayList<>();
      List<String> turns = new ArrayList<>();
      for (Turn turn : conversation.turns()) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("speaker", turn.speaker());
        metadata.put("session", "session_" + turn.session());
        metadata.put("session_date_time", turn.time());
        turn.caption().ifPresent(caption -> metadata.put("caption", caption));
        memories.add(
            NewMemory.builder(conversation.name(), turn.text(), "api").metadata(metadata).build());
        turns.add(turn.id());
      }
      for (int i = 0; i < memories.size(); i++) {
        int at = i;
        engine
            .writer()
            .write(caller, memories.get(i), WritePolicy.GATED)
            .id()
            .ifPresent(id -> turnOf.put(id, turns.get(at)));
      }
    }
  }

  private List<Run> sleep(Caller caller, SleepParameters parameters) {
    List<Run> runs = new ArrayList<>();
    for (Conversation conversation : conversations.all()) {
      SleepRequest wanted =
          new SleepRequest(
              conversation.name(),
              EnumSet.of(Phase.DEDUPLICATE, Phase.CLUSTER, Phase.SYNTHESISE, Phase.CONSOLIDATE),
              parameters,
              false,
              "quality");
      runs.add(engine.sleep().run(caller, wanted, PATIENCE));
    }
    return runs;
  }

  private Quality ask(Caller caller, String name) {
    Quality quality = new Quality(name);
    for (Conversation conversation : conversations.all()) {
      for (Question question : conversation.questions()) {
        SearchResult result =
            engine
                .search()
                .search(
                    caller,
                    new SearchRequest(
                        question.text(), Optional.of(List.of(conversation.name())), LIMIT, 0));
        quality.add(question, result.hits().stream().map(this::turn).toList(), 0);
      }
    }
    return quality;
  }

  private String turn(SearchResult.Hit hit) {
    Memory memory = hit.memory();
    boolean derived = memory.metadata().containsKey(Prototype.MADE_FROM);
    return derived
        ? hit.member().map(turnOf::get).orElse("")
        : turnOf.getOrDefault(memory.id(), "");
  }
}
