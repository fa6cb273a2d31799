package io.hypnos.api.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.web.servlet.HandlerMapping;

/**
 * First and last of a request: gives it an id and a dialect, spells its path as routes are, answers
 * for whatever nobody else has answered for, and writes one line about it. That line names the
 * route and never the path, because paths hold names of people.
 */
public final class FrontFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** Logging context: the request id. */
  public static final String REQUEST_ID = "requestId";

  /** Logging context: the tenant, once it is known. */
  public static final String TENANT = "tenant";

  private static final Logger LOG = LoggerFactory.getLogger(FrontFilter.class);

  private final transient FailureResponder responder;
  private final transient Supplier<RateWindow> untouchedWindow;

  public FrontFilter(FailureResponder responder, Supplier<RateWindow> untouchedWindow) {
    this.responder = responder;
    this.untouchedWindow = untouchedWindow;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException {
    long start = System.nanoTime();
    RequestContext context = RequestContext.of(request);
    MDC.put(REQUEST_ID, context.requestId());
    response.setHeader(RequestContext.REQUEST_ID_HEADER, context.requestId());
    untouchedWindow.get().show(response, context.dialect());
    NormalisedRequest normalised = new NormalisedRequest(request);
    try {
      chain.doFilter(normalised, response);
    } catch (IOException | ServletException | RuntimeException e) {
      if (response.isCommitted()) {
        // The container then breaks the connection off, so that half an answer looks like one.
        throw new ServletException("an answer could not be finished", e);
      }
      responder.respond(normalised, response, e);
    } finally {
      report(normalised, response, context, start);
      MDC.remove(REQUEST_ID);
      MDC.remove(TENANT);
    }
  }

  private static void report(
      HttpServletRequest request,
      HttpServletResponse response,
      RequestContext context,
      long start) {
    Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    LOG.atInfo()
        .addKeyValue("dialect", context.dialect().text())
        .addKeyValue("method", request.getMethod())
        .addKeyValue("route", route == null ? "unknown" : route.toString())
        .addKeyValue("status", response.getStatus())
        .addKeyValue("ms", (System.nanoTime() - start) / 1_000_000)
        .log("request");
  }
}
