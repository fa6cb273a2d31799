package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.TextRules;
import io.hypnos.engine.Engine;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.oversight.PageViews;
import io.hypnos.engine.oversight.StatusBook;
import io.hypnos.engine.oversight.StatusCheck;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** For everybody: whether the installation answers; and a counter for its pages. */
@RestController
final class StatusRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(StatusRoutes.class);
  private static final int SHOWN = 60;
  private static final int LARGEST_PULSE = 4_096;

  private final StatusBook book;
  private final PageViews views;
  private final JsonMapper json;

  StatusRoutes(Engine engine, JsonMapper json) {
    this.book = engine.statusBook();
    this.views = engine.pageViews();
    this.json = json;
  }

  /**
   * @param uptime share of the looks of the last day at which it was up
   */
  record Status(String state, @JsonProperty("uptime_24h") double uptime, List<CheckView> checks) {}

  record CheckView(Instant at, boolean ok, @JsonProperty("latency_ms") double latencyMs) {
    static CheckView of(StatusCheck check) {
      return new CheckView(
          check.at(), check.state() != StatusCheck.State.DOWN, check.latencyMillis());
    }
  }

  @GetMapping("/v1/status")
  @Requires(Right.NONE)
  Status status() {
    try {
      return status(book.lastDay());
    } catch (HypnosException e) {
      LOG.warn("the status cannot be read: {}", e.getMessage());
      return new Status("down", 0, List.of());
    }
  }

  private static Status status(List<StatusCheck> checks) {
    List<CheckView> shown = checks.stream().map(CheckView::of).toList();
    double uptime =
        shown.isEmpty() ? 1 : (double) shown.stream().filter(CheckView::ok).count() / shown.size();
    StatusCheck.State state =
        checks.isEmpty() ? StatusCheck.State.OPERATIONAL : checks.get(0).state();
    return new Status(
        state.name().toLowerCase(Locale.ROOT),
        uptime,
        shown.subList(0, Math.min(SHOWN, shown.size())));
  }

  /** Whatever comes, the answer is the same; no cookie, no address is kept. */
  @PostMapping({"/v1/pulse", "/v1/track"})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Right.NONE)
  void pulse(HttpServletRequest request) {
    try {
      byte[] beginning = request.getInputStream().readNBytes(LARGEST_PULSE + 1);
      if (beginning.length > LARGEST_PULSE) {
        // The rest is discarded by the server.
        return;
      }
      count(json.readTree(beginning));
    } catch (IOException | RuntimeException e) {
      LOG.debug("a page view is not counted", e);
    }
  }

  private void count(JsonNode told) {
    String path = told.path("path").asString("").split("[?#]", 2)[0];
    if (!path.isEmpty() && TextRules.isStorable(path)) {
      views.count(
          path,
          Optional.ofNullable(told.get("referrer"))
              .filter(JsonNode::isString)
              .flatMap(referrer -> host(referrer.stringValue()))
              .filter(TextRules::isStorable));
    }
  }

  private static Optional<String> host(String referrer) {
    try {
      return Optional.ofNullable(URI.create(referrer).getHost());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
