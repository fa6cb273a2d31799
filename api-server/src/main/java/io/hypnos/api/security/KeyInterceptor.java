package io.hypnos.api.security;

import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.FrontFilter;
import io.hypnos.api.web.KeyProblem;
import io.hypnos.api.web.RateWindow;
import io.hypnos.api.web.RequestContext;
import io.hypnos.engine.tenancy.Authentication;
import io.hypnos.engine.tenancy.Authentication.Authenticated;
import io.hypnos.engine.tenancy.Authentication.Refused;
import io.hypnos.engine.tenancy.KeyAuthenticator;
import io.hypnos.engine.tenancy.Principal;
import io.hypnos.engine.tenancy.RateDecision;
import io.hypnos.engine.tenancy.RateLimiter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.slf4j.MDC;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Stands between the routes and the world. It runs once the route is known and before anything of
 * the body is read: who calls (401), how often (429), what the key may do (403).
 */
public final class KeyInterceptor implements HandlerInterceptor {
  private final KeyAuthenticator authenticator;
  private final RateLimiter limiter;

  public KeyInterceptor(KeyAuthenticator authenticator, RateLimiter limiter) {
    this.authenticator = authenticator;
    this.limiter = limiter;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Right right = rightFor(handler);
    if (right == Right.NONE || right == Right.SIGNATURE) {
      return true;
    }
    Principal principal = authenticated(request);
    MDC.put(FrontFilter.TENANT, principal.tenantId().toString());
    countRequest(principal, request, response);
    requireRight(principal, right);
    CallerResolver.remember(request, principal);
    return true;
  }

  static Right rightFor(Object handler) {
    if (handler instanceof HandlerMethod method) {
      Requires requires = method.getMethodAnnotation(Requires.class);
      return requires == null ? Right.WRITE : requires.value();
    }
    return Right.WRITE;
  }

  private Principal authenticated(HttpServletRequest request) {
    String key = PresentedKey.of(request).orElseThrow(() -> unknownCaller(KeyProblem.MISSING));
    Authentication authentication = authenticator.authenticate(key);
    if (authentication instanceof Authenticated known) {
      return known.principal();
    }
    throw unknownCaller(problemOf((Refused) authentication, key));
  }

  private static KeyProblem problemOf(Refused refused, String key) {
    return switch (refused.reason()) {
      case UNKNOWN -> KeyShape.problemOf(key);
      case REVOKED -> KeyProblem.REVOKED;
      case EXPIRED -> KeyProblem.EXPIRED;
    };
  }

  private static FailedRequestException unknownCaller(KeyProblem problem) {
    return new FailedRequestException(Failure.unknownCaller(problem));
  }

  private void countRequest(
      Principal principal, HttpServletRequest request, HttpServletResponse response) {
    RateDecision decision = limiter.request(principal);
    new RateWindow(decision.limit(), decision.remaining(), decision.resetsAt())
        .show(response, RequestContext.of(request).dialect());
    if (!decision.allowed()) {
      Duration wait = decision.retryAfter().orElse(Duration.ofSeconds(1));
      throw new FailedRequestException(Failure.rateLimited(decision.limit(), wait));
    }
  }

  private static void requireRight(Principal principal, Right right) {
    if (right == Right.OPERATE && !principal.operator()) {
      throw forbidden("Only the operator's key may do this.");
    }
    if (right == Right.WRITE && principal.readOnly()) {
      throw forbidden("This API key is read-only.");
    }
  }

  private static FailedRequestException forbidden(String message) {
    return new FailedRequestException(Failure.of(FailureKind.FORBIDDEN, message));
  }
}
