package io.hypnos.benchmarks.ingest;

import io.hypnos.benchmarks.timing.Times;
import io.hypnos.engine.Engine;
import io.hypnos.engine.intake.IntakeUnit;
import io.hypnos.engine.intake.IntakeUnit.Traits;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.schemas.message.IngestMessage.Occasion;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * How long a search takes while the job of the running stack has nothing to do, and while it takes
 * in short texts as fast as it can.
 */
public final class SearchesDuringIngest {
  private static final String SPACE = "figures";
  private static final int FIRST = 3_000;
  private static final int PAGE = 1_000;
  private static final int SEARCHES = 300;

  private final Engine engine;
  private final Caller caller;
  private int number;
  private int asked;

  private SearchesDuringIngest(Engine engine) {
    this.engine = engine;
    Tenant tenant = engine.tenants().create("figures-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    this.caller = new Caller(tenant.id(), Optional.empty(), tenant.plan(), "figures");
  }

  public static void main(String[] arguments) throws InterruptedException {
    HypnosSettings settings = Settings.load(System.getenv(), Path.of("").toAbsolutePath());
    try (Engine engine = Engine.open(settings, Clock.systemUTC())) {
      engine.index().ensure();
      new SearchesDuringIngest(engine).run();
    }
  }

  private void run() throws InterruptedException {
    take(FIRST);
    await(FIRST);
    searches(SEARCHES); // What is measured is not the compiling of the search.
    List<Double> idle = searches(SEARCHES);
    long before = count();
    long start = System.nanoTime();
    List<Double> busy = new ArrayList<>();
    while (busy.size() < SEARCHES) {
      if (number - count() < PAGE) {
        take(2 * PAGE);
      }
      busy.addAll(searches(20));
    }
    double rate = (count() - before) / ((System.nanoTime() - start) / 1e9);
    System.out.printf(
        "load %.1f; search, idle: p50 %.0f ms, p95 %.0f ms; while %.0f texts a second come in: p50"
            + " %.0f ms, p95 %.0f ms; p95 %.2f times idle%n",
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        new Times(idle).p50(),
        new Times(idle).p95(),
        rate,
        new Times(busy).p50(),
        new Times(busy).p95(),
        new Times(busy).p95() / new Times(idle).p95());
  }

  private void take(int count) {
    for (int left = count; left > 0; left -= PAGE) {
      List<IntakeUnit> some = new ArrayList<>();
      for (int i = 0; i < Math.min(PAGE, left); i++) {
        some.add(event());
      }
      engine.intake().accept(caller, SPACE, "event", some);
    }
  }

  private IntakeUnit event() {
    number++;
    String text =
        "Order %d of customer %d leaves warehouse %d on cart %d"
            .formatted(number, number * 31 % 977, number % 13, number * 7 % 101);
    Occasion occasion =
        new Occasion(
            Optional.of("stream-" + number / 50),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return IntakeUnit.event(text, occasion, Traits.NONE);
  }

  private void await(int count) throws InterruptedException {
    while (count() < count) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private long count() {
    return engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle
                    .createQuery("SELECT coalesce(sum(memory_count), 0) FROM space")
                    .mapTo(Long.class)
                    .one());
  }

  private List<Double> searches(int count) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      asked++;
      SearchRequest request =
          new SearchRequest(
              "which cart left warehouse " + asked, Optional.of(List.of(SPACE)), 5, 0);
      long start = System.nanoTime();
      engine.search().search(caller, request);
      millis.add((System.nanoTime() - start) / 1e6);
    }
    return millis;
  }
}
