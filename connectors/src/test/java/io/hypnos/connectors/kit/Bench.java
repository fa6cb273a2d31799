package io.hypnos.connectors.kit;

import io.hypnos.connectors.call.Pace;
import io.hypnos.connectors.call.Patience;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.call.Transport;
import io.hypnos.connectors.sync.FileReader;
import io.hypnos.connectors.sync.Provider;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sync;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.engine.outgoing.HostResolver;
import io.hypnos.engine.outgoing.OutgoingHttp;
import io.hypnos.engine.outgoing.OutgoingRequest;
import io.hypnos.engine.outgoing.OutgoingResult;
import io.hypnos.engine.outgoing.OutgoingResult.Answered;
import io.hypnos.settings.OutgoingSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/** One connection over and over, with time that passes only when it is told to. */
public final class Bench implements AutoCloseable {
  /** A clock on a string. */
  public static final class Hand extends Clock {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    public void pass(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  public final Hand clock = new Hand();
  public final MemoryStore store = new MemoryStore();
  public final Memories memories = new Memories();
  public final List<Duration> slept = new ArrayList<>();
  private final OutgoingHttp http =
      new OutgoingHttp(
          new OutgoingSettings(true, Duration.ofSeconds(5), Duration.ofSeconds(5)),
          HostResolver.SYSTEM);
  private final Provider provider;
  private final Map<String, Object> config = new HashMap<>();
  private final Map<String, String> credentials = new HashMap<>(Map.of("token", "secret-token"));
  private FileReader files =
      (name, type, bytes) -> Optional.of(new String(bytes, StandardCharsets.UTF_8));
  private Transport transport = http::send;

  public Bench(Provider provider) {
    this.provider = provider;
  }

  /** The provider dates its answers by {@link #clock}, not by the clock of this machine. */
  public Bench providerKeepsTheClock() {
    return vendorClock(clock);
  }

  public Bench config(String name, Object value) {
    config.put(name, value);
    return this;
  }

  public Bench credential(String name, String value) {
    credentials.put(name, value);
    return this;
  }

  /** How files are read. */
  public Bench files(FileReader reader) {
    files = reader;
    return this;
  }

  /** The provider's own clock, in place of the wall clock that the fake's server tells. */
  public Bench vendorClock(Clock vendor) {
    transport =
        request -> {
          OutgoingResult result = http.send(request);
          if (result instanceof Answered answered) {
            Map<String, String> headers = new HashMap<>(answered.headers());
            headers.put(
                "date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    vendor.instant().atOffset(ZoneOffset.UTC)));
            return new Answered(answered.status(), headers, answered.body());
          }
          return result;
        };
    return this;
  }

  public Source source() {
    Patience patience =
        new Patience(
            clock,
            duration -> {
              slept.add(duration);
              clock.pass(duration);
            },
            new Random(7),
            Duration.ofMinutes(2));
    return provider.open(
        new Setup(
            JsonMapper.shared().valueToTree(config),
            credentials,
            new ProviderHttp.Line(this::send, patience, Pace.unlimited(clock), clock),
            files,
            refused -> Optional.empty(),
            http.guard(),
            true));
  }

  /** The server of the JDK dates its answers by the wall: a fake with a clock says so beside. */
  private OutgoingResult send(OutgoingRequest request) {
    OutgoingResult result = transport.send(request);
    if (!(result instanceof Answered answered)) {
      return result;
    }
    Map<String, String> headers = new HashMap<>(answered.headers());
    if (headers.containsKey("x-date")) {
      headers.put("date", headers.get("x-date"));
    }
    return new Answered(answered.status(), headers, answered.body());
  }

  public SyncResult sync() {
    Duration day = Duration.ofHours(24);
    Sync.Rules rules = new Sync.Rules(Duration.ofHours(1), day, day, 3);
    try (Source source = source()) {
      return new Sync(rules, clock).run(source, store, memories);
    }
  }

  /** Runs that die at each commit in turn, until one gets through. */
  public SyncResult syncThroughCrashes() {
    for (int at = 0; ; at++) {
      store.dieAtCommit(at);
      try {
        SyncResult result = sync();
        store.dieAtCommit(Integer.MAX_VALUE);
        return result;
      } catch (MemoryStore.Crash e) {
        // The next one goes on.
      }
    }
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
