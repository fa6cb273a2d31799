package io.hypnos.api.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/**
 * Answers for requests that the container refuses before any filter sees them, such as a path with
 * broken escapes.
 */
public final class ContainerErrorValve extends ErrorReportValve {
  private final FailureResponder responder;
  private final Supplier<RateWindow> untouchedWindow;

  public ContainerErrorValve(FailureResponder responder, Supplier<RateWindow> untouchedWindow) {
    this.responder = responder;
    this.untouchedWindow = untouchedWindow;
  }

  @Override
  protected void report(Request request, Response response, Throwable thrown) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    HttpServletResponse answer = response.getResponse();
    untouchedWindow.get().show(answer, RequestContext.of(request).dialect());
    responder.respond(request, answer, failureOf(status));
  }

  private static Failure failureOf(int status) {
    return switch (status) {
      case 404 -> Failure.unknownRoute();
      case 405 -> Failure.methodNotAllowed(List.of());
      case 413 -> Failure.of(FailureKind.TOO_LARGE, "The request is too large.");
      case 503 -> Failure.of(FailureKind.UNAVAILABLE, "The server is stopping.");
      default -> status < 500 ? Failure.badRequest() : Failure.internal();
    };
  }
}
