package io.hypnos.api.web;

import jakarta.servlet.http.HttpServletRequest;

/** What is known of a request before anybody looks at who calls. */
public record RequestContext(String requestId, Dialect dialect) {
  public static final String REQUEST_ID_HEADER = "X-Request-Id";

  private static final String ATTRIBUTE = RequestContext.class.getName();

  /** The context of the request; the first call decides it. */
  public static RequestContext of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof RequestContext context) {
      return context;
    }
    RequestContext context =
        new RequestContext(
            RequestIds.of(request.getHeader(REQUEST_ID_HEADER)),
            Dialect.of(RequestPaths.normalised(String.valueOf(request.getRequestURI()))));
    request.setAttribute(ATTRIBUTE, context);
    return context;
  }
}
