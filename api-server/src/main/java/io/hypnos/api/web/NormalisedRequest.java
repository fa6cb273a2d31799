package io.hypnos.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request whose path is spelled as routes are. */
final class NormalisedRequest extends HttpServletRequestWrapper {
  private final String path;

  NormalisedRequest(HttpServletRequest request) {
    super(request);
    this.path = RequestPaths.normalised(request.getRequestURI());
  }

  @Override
  public String getRequestURI() {
    return path;
  }
}
