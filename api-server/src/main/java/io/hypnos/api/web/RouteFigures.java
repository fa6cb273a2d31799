package io.hypnos.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** How often each route of this node was asked, how it answered, and how long that took. */
public final class RouteFigures implements HandlerInterceptor {
  private static final String START = RouteFigures.class.getName();
  private static final double NANOS_A_MILLI = 1_000_000.0;
  private static final int CALLERS_FAULT = 400;
  private static final int OUR_FAULT = 500;

  private final Map<Route, Counted> counted = new ConcurrentHashMap<>();

  private record Route(String path, String method) {}

  private static final class Counted {
    private final DurationHistogram durations = new DurationHistogram();
    private final LongAdder callersFaults = new LongAdder();
    private final LongAdder ourFaults = new LongAdder();
  }

  /** The figures of one route. */
  public record Figures(
      String path,
      String method,
      long count,
      long callersFaults,
      long ourFaults,
      double median,
      double slow) {}

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    request.setAttribute(START, System.nanoTime());
    return true;
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request, HttpServletResponse response, Object handler, Exception thrown) {
    Object path = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    if (path == null || !(request.getAttribute(START) instanceof Long start)) {
      return;
    }
    Counted figures =
        counted.computeIfAbsent(
            new Route(path.toString(), request.getMethod()), none -> new Counted());
    figures.durations.add((System.nanoTime() - start) / NANOS_A_MILLI);
    if (response.getStatus() >= OUR_FAULT || thrown != null) {
      figures.ourFaults.increment();
    } else if (response.getStatus() >= CALLERS_FAULT) {
      figures.callersFaults.increment();
    }
  }

  /** By path and method. */
  public List<Figures> all() {
    return counted.entrySet().stream()
        .map(
            each ->
                new Figures(
                    each.getKey().path(),
                    each.getKey().method(),
                    each.getValue().durations.count(),
                    each.getValue().callersFaults.sum(),
                    each.getValue().ourFaults.sum(),
                    each.getValue().durations.percentile(0.5),
                    each.getValue().durations.percentile(0.95)))
        .sorted(Comparator.comparing(Figures::path).thenComparing(Figures::method))
        .toList();
  }

  public void reset() {
    counted.clear();
  }
}
