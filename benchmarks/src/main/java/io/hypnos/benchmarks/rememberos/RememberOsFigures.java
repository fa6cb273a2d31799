package io.hypnos.benchmarks.rememberos;

import io.hypnos.benchmarks.retrieval.RawSearch;
import io.hypnos.benchmarks.retrieval.SyntheticMemories;
import io.hypnos.engine.Engine;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Role;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** The dialect over HTTP: searches and bulk writes at several sizes, then a folder of files. */
public final class RememberOsFigures {
  private static final int FILES = 200;
  private static final String FILES_ARGUMENT = "files=";

  private final Engine engine;
  private final HypnosSettings settings;

  private RememberOsFigures(Engine engine, HypnosSettings settings) {
    this.engine = engine;
    this.settings = settings;
  }

  /**
   * @param arguments sizes, 10,000 and 100,000 if none; {@code files=N} for another number of files
   *     than 200
   */
  public static void main(String[] arguments) throws Exception {
    int[] sizes =
        Arrays.stream(arguments)
            .filter(argument -> !argument.startsWith(FILES_ARGUMENT))
            .mapToInt(Integer::parseInt)
            .toArray();
    int files =
        Arrays.stream(arguments)
            .filter(argument -> argument.startsWith(FILES_ARGUMENT))
            .mapToInt(argument -> Integer.parseInt(argument.substring(FILES_ARGUMENT.length())))
            .findFirst()
            .orElse(FILES);
    HypnosSettings settings = Settings.load(System.getenv(), Path.of("").toAbsolutePath());
    try (Engine engine = Engine.open(settings, Clock.systemUTC())) {
      engine.index().ensure();
      new RememberOsFigures(engine, settings)
          .measure(sizes.length == 0 ? new int[] {10_000, 100_000} : sizes, files);
    }
  }

  private void measure(int[] sizes, int files) throws Exception {
    System.out.printf(
        "processors %d, threads of the model %d, load %.1f%n",
        Runtime.getRuntime().availableProcessors(),
        settings.embedding().threads(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    SyntheticMemories memories = new SyntheticMemories(engine);
    RawSearch raw = new RawSearch(settings.search());
    for (int size : sizes) {
      Caller caller = memories.fill(size);
      Door door = door(caller);
      System.out.printf("%,d memories in one collection%n", size);
      new SearchPart(engine, raw, caller, door).measure();
      new BulkPart(engine, door).measure();
    }
    Tenant tenant = engine.tenants().create("figures-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    Caller caller = new Caller(tenant.id(), Optional.empty(), tenant.plan(), "figures");
    new DropPart(engine, settings, door(caller)).measure(files);
  }

  private Door door(Caller caller) {
    String key =
        engine
            .keys()
            .issue(caller.actor(), caller.tenantId(), "bench", Role.USER, false, Optional.empty())
            .secret()
            .reveal();
    return new Door(settings.api().port(), key);
  }
}
