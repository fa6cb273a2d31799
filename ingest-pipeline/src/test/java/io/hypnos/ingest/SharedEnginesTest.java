package io.hypnos.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SharedEnginesTest {
  private static final Map<String, String> SETTINGS = Map.of("a", "1");

  private final List<FakeEngine> opened = new ArrayList<>();

  @Test
  void subtasksOfOneProcessShareOneEngineAndTheLastCloses() {
    EngineLease first = SharedEngines.lease(SETTINGS, this::open);
    EngineLease second = SharedEngines.lease(SETTINGS, this::open);

    assertThat(second.engine()).isSameAs(first.engine());
    first.close();
    assertThat(opened.get(0).closed).hasValue(0);
    second.close();
    assertThat(opened.get(0).closed).hasValue(1);
  }

  @Test
  void aLeaseThatIsClosedTwiceCountsOnce() {
    EngineLease first = SharedEngines.lease(SETTINGS, this::open);
    EngineLease second = SharedEngines.lease(SETTINGS, this::open);

    first.close();
    first.close();

    assertThat(opened.get(0).closed).hasValue(0);
    second.close();
  }

  @Test
  void afterTheLastHasLeftANewEngineIsOpened() {
    SharedEngines.lease(SETTINGS, this::open).close();
    SharedEngines.lease(SETTINGS, this::open).close();

    assertThat(opened).hasSize(2);
  }

  @Test
  void otherSettingsHaveAnotherEngine() {
    EngineLease one = SharedEngines.lease(SETTINGS, this::open);
    EngineLease other = SharedEngines.lease(Map.of("a", "2"), this::open);

    assertThat(other.engine()).isNotSameAs(one.engine());
    one.close();
    other.close();
  }

  private IngestEngine open() {
    FakeEngine engine = new FakeEngine();
    opened.add(engine);
    return engine;
  }
}
