package io.hypnos.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class SharedEnginesTest {
  private static final Map<String, String> SETTINGS = Map.of("a", "1");

  private final Queue<Runnable> later = new ArrayDeque<>();
  private final SharedEngines engines = new SharedEngines(later::add);
  private final List<FakeEngine> opened = new ArrayList<>();

  @Test
  void subtasksOfOneProcessShareOneEngineAndTheLastClosesItAfterAWhile() {
    EngineLease first = engines.lease(SETTINGS, this::open);
    EngineLease second = engines.lease(SETTINGS, this::open);
    assertThat(second.engine()).isSameAs(first.engine());

    first.close();
    assertThat(later).isEmpty();
    second.close();
    assertThat(opened.get(0).closed).hasValue(0);
    passTime();

    assertThat(opened.get(0).closed).hasValue(1);
  }

  @Test
  void aJobThatRestartsFindsItsEngineAgain() {
    engines.lease(SETTINGS, this::open).close();

    EngineLease restarted = engines.lease(SETTINGS, this::open);
    passTime();

    assertThat(opened).hasSize(1);
    assertThat(opened.get(0).closed).hasValue(0);
    restarted.close();
  }

  @Test
  void everyTimeWithoutWorkIsWaitedForAnew() {
    engines.lease(SETTINGS, this::open).close();
    engines.lease(SETTINGS, this::open).close();

    later.remove().run();
    assertThat(opened.get(0).closed).hasValue(0);
    passTime();
    assertThat(opened.get(0).closed).hasValue(1);
  }

  @Test
  void aLeaseThatIsClosedTwiceCountsOnce() {
    EngineLease first = engines.lease(SETTINGS, this::open);
    EngineLease second = engines.lease(SETTINGS, this::open);

    first.close();
    first.close();

    assertThat(later).isEmpty();
    second.close();
  }

  @Test
  void afterItWasClosedANewEngineIsOpened() {
    engines.lease(SETTINGS, this::open).close();
    passTime();
    engines.lease(SETTINGS, this::open).close();

    assertThat(opened).hasSize(2);
  }

  @Test
  void otherSettingsHaveAnotherEngine() {
    EngineLease one = engines.lease(SETTINGS, this::open);
    EngineLease other = engines.lease(Map.of("a", "2"), this::open);

    assertThat(other.engine()).isNotSameAs(one.engine());
  }

  private void passTime() {
    while (!later.isEmpty()) {
      later.remove().run();
    }
  }

  private IngestEngine open() {
    FakeEngine engine = new FakeEngine();
    opened.add(engine);
    return engine;
  }
}
