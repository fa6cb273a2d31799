package io.hypnos.api.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;

/** Where a caller stands in the rate limit. */
public record RateWindow(long limit, long remaining, Instant resetsAt) {

  /** Shows the window in the headers of the dialect. */
  public void show(HttpServletResponse response, Dialect dialect) {
    String prefix = dialect.rateHeaderPrefix();
    response.setHeader(prefix + "Limit", Long.toString(limit));
    response.setHeader(prefix + "Remaining", Long.toString(Math.max(0, remaining)));
    response.setHeader(prefix + "Reset", Long.toString(resetsAt.getEpochSecond()));
  }
}
