package io.hypnos.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Writes the answer to a failed request in the dialect of its path. */
public final class FailureResponder {
  private static final Logger LOG = LoggerFactory.getLogger(FailureResponder.class);

  private final Map<Dialect, ErrorRenderer> renderers = new EnumMap<>(Dialect.class);
  private final JsonMapper json;

  public FailureResponder(Collection<ErrorRenderer> renderers, JsonMapper json) {
    renderers.forEach(renderer -> this.renderers.put(renderer.dialect(), renderer));
    this.json = json;
    for (Dialect dialect : Dialect.values()) {
      if (!this.renderers.containsKey(dialect)) {
        throw new IllegalArgumentException("nobody renders errors for " + dialect);
      }
    }
  }

  public void respond(HttpServletRequest request, HttpServletResponse response, Exception thrown) {
    Failure failure = FailureMapper.failureOf(thrown);
    if (failure.kind() == FailureKind.INTERNAL) {
      LOG.error("a request has failed unexpectedly", thrown);
    } else if (failure.kind() == FailureKind.UNAVAILABLE) {
      LOG.warn("a request could not be served: {}", failure.message());
    }
    respond(request, response, failure);
  }

  public void respond(HttpServletRequest request, HttpServletResponse response, Failure failure) {
    if (response.isCommitted()) {
      LOG.debug("too late to tell the caller: {}", failure.message());
      return;
    }
    RequestContext context = RequestContext.of(request);
    ErrorAnswer answer = renderers.get(context.dialect()).render(failure, context.requestId());
    response.resetBuffer();
    response.setStatus(answer.status());
    response.setHeader(RequestContext.REQUEST_ID_HEADER, context.requestId());
    failure
        .retryAfter()
        .ifPresent(
            wait ->
                response.setHeader(
                    "Retry-After", Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()))));
    if (!failure.allowedMethods().isEmpty()) {
      response.setHeader("Allow", String.join(", ", failure.allowedMethods()));
    }
    write(response, json.writeValueAsBytes(answer.body()));
  }

  private static void write(HttpServletResponse response, byte[] body) {
    response.setContentType("application/json");
    response.setContentLength(body.length);
    try {
      response.getOutputStream().write(body);
      response.flushBuffer();
    } catch (IOException e) {
      LOG.debug("the caller has gone away", e);
    }
  }
}
