package io.hypnos.engine;

import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Ownership;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Person;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** An engine without a search index, for tests of what the record alone can do. */
public final class Bare implements AutoCloseable {
  public final Engine engine;

  public Bare(HypnosSettings stack) {
    engine =
        Engine.open(
            Settings.with(
                stack, Map.of("search.timeout", "500ms", "database.connect-timeout", "5s")),
            Clock.systemUTC());
    engine.firstTenant().ensure();
  }

  public Caller tenant() {
    return Engines.newTenant(engine);
  }

  public UUID write(Caller caller, String space, String content) {
    return engine
        .writer()
        .write(caller, NewMemory.text(space, content, "api"), WritePolicy.KEEP_ALL)
        .id()
        .orElseThrow();
  }

  public UUID write(Caller caller, String space, String content, String owner, int mode) {
    NewMemory memory =
        NewMemory.builder(space, content, "api")
            .ownership(
                new Ownership(
                    Optional.of(owner), Optional.empty(), Optional.of(mode), Optional.empty()))
            .build();
    return engine.writer().write(caller, memory, WritePolicy.KEEP_ALL).id().orElseThrow();
  }

  public static Viewer person(Caller caller, String id, String space) {
    return Viewer.of(caller).as(new Person(id, Set.of(), space));
  }

  @Override
  public void close() {
    engine.close();
  }
}
