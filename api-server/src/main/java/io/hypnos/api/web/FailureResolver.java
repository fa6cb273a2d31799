package io.hypnos.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** The only exception handler of the dispatcher: one road for every failure. */
public final class FailureResolver implements HandlerExceptionResolver {
  private final FailureResponder responder;

  public FailureResolver(FailureResponder responder) {
    this.responder = responder;
  }

  @Override
  public ModelAndView resolveException(
      HttpServletRequest request, HttpServletResponse response, Object handler, Exception thrown) {
    if (response.isCommitted() && !isRefusal(thrown)) {
      // Half an answer has gone out: whoever opened the connection has to break it off.
      return null;
    }
    responder.respond(request, response, thrown);
    return new ModelAndView();
  }

  /**
   * Thrown before there is an answer. The container calls one committed when it has already found
   * the request itself to be broken; it then answers in our shape.
   */
  private static boolean isRefusal(Exception thrown) {
    return thrown instanceof FailedRequestException;
  }
}
