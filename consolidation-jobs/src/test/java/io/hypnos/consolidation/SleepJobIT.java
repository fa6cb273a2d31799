package io.hypnos.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.Engine;
import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.engine.sleep.Run;
import io.hypnos.engine.sleep.RunState;
import io.hypnos.engine.sleep.SleepRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.schemas.message.ConsolidationRequest;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The job on real parts: a space that is cut into blocks sleeps as a whole, once. */
final class SleepJobIT {
  @RegisterExtension
  static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH, Part.KAFKA);

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String SPACE = "large";
  private static final int GROUPS = 60;
  private static final int EACH = 5;

  @TempDir private static Path checkpoints;
  private static Engine engine;
  private static JobCluster cluster;

  @BeforeAll
  static void startJob() throws Exception {
    HypnosSettings settings =
        Settings.with(
            STACK.settings(),
            Map.of(
                "flink.checkpoint-interval", "1s",
                "sleep.node-limit", "10",
                "sleep.block", "100",
                "sleep.lease", "5s",
                "sleep.attempts", "10"));
    engine = Engine.open(settings, Clock.systemUTC());
    engine.firstTenant().ensure();
    engine.index().ensure();
    cluster = new JobCluster(checkpoints);
    cluster.submit(settings);
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.stop();
    }
    if (engine != null) {
      engine.close();
    }
  }

  @Test
  void aLargeSpaceIsComparedBlockByBlockAndSleepsAsAWhole() {
    Caller caller = fill();
    Run asked =
        engine
            .sleep()
            .request(caller, SleepRequest.consolidation(SPACE, engine.sleep().usual()))
            .run();
    assertThat(asked.where()).isEqualTo(Run.Where.CLUSTER);
    engine.sleeper().announceOnce();
    Run done = engine.sleep().await(caller.tenantId(), asked.id(), PATIENCE);
    assertThat(done.state()).isEqualTo(RunState.DONE);
    assertThat(done.counts().prototypes()).as("whichever blocks they lay in").isEqualTo(GROUPS);
    assertThat(done.counts().members()).isEqualTo(GROUPS * EACH);
    assertThat(done.counts().after()).isEqualTo(GROUPS);
    Run undone = engine.sleep().rollBack(caller, done.id());
    assertThat(undone.state()).isEqualTo(RunState.ROLLED_BACK);
  }

  @Test
  void aTaskManagerThatDiesInTheMiddleCostsNothingAndNothingIsDoneTwice() throws Exception {
    Caller caller = fill();
    // From elsewhere: the record does not know the run yet.
    ConsolidationRequest request =
        new ConsolidationRequest(
            ConsolidationRequest.VERSION,
            UUID.randomUUID(),
            caller.tenantId(),
            SPACE,
            List.of(),
            Map.of("smallestCluster", 4),
            false,
            Optional.empty(),
            Instant.now());
    Messages.send(STACK.settings(), request);
    Messages.send(STACK.settings(), request);
    await()
        .atMost(PATIENCE)
        .until(() -> engine.sleep().find(caller.tenantId(), request.runId()).isPresent());
    cluster.killTaskManager();
    Run done = engine.sleep().await(caller.tenantId(), request.runId(), PATIENCE);
    assertThat(done.state()).isEqualTo(RunState.DONE);
    assertThat(done.parameters().smallestCluster()).isEqualTo(4);
    assertThat(done.counts().prototypes()).isEqualTo(GROUPS);
    assertThat(live(caller)).isEqualTo(GROUPS);
  }

  private static long live(Caller caller) {
    return engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle
                    .createQuery(
                        "SELECT count(*) FROM memory WHERE tenant_id = :tenant AND state = 'live'")
                    .bind("tenant", caller.tenantId())
                    .mapTo(Long.class)
                    .one());
  }

  /** Groups whose members lie in all blocks, because their ids are spread. */
  private static Caller fill() {
    Tenant tenant = engine.tenants().create("tenant-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    Caller caller = new Caller(tenant.id(), Optional.empty(), tenant.plan(), "test");
    Random random = new Random(3);
    List<EmbeddedMemory> memories = new ArrayList<>();
    for (int group = 0; group < GROUPS; group++) {
      float[] center = direction(random);
      for (int i = 0; i < EACH; i++) {
        memories.add(
            new EmbeddedMemory(
                NewMemory.builder(SPACE, words(random), "bulk").id(UUID.randomUUID()).build(),
                Vectors.of(engine.embedding().modelId(), near(center, random))));
      }
    }
    engine.writer().storeAll(caller, memories);
    return caller;
  }

  private static String words(Random random) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      words.append(i == 0 ? "" : " ");
      for (int j = 0; j < 3; j++) {
        words.append("bdfgklmnprstv".charAt(random.nextInt(13)));
        words.append("aeiou".charAt(random.nextInt(5)));
      }
    }
    return words.toString();
  }

  private static float[] direction(Random random) {
    float[] vector = new float[engine.embedding().dimensions()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return unit(vector);
  }

  private static float[] near(float[] center, Random random) {
    float[] away = direction(random);
    float[] vector = new float[center.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = 0.95f * center[i] + 0.3f * away[i];
    }
    return unit(vector);
  }

  private static float[] unit(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += value * value;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
