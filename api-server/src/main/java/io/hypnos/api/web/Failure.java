package io.hypnos.api.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A failed request before a dialect puts it into its own words.
 *
 * @param message one line that may be shown to the caller, also to a language model
 * @param violations what is wrong with which field
 * @param details facts that help the caller
 * @param keyProblem why the caller is not known
 * @param retryAfter when trying again can help
 * @param allowedMethods what the route would have understood
 */
public record Failure(
    FailureKind kind,
    String message,
    List<Violation> violations,
    Map<String, Object> details,
    Optional<KeyProblem> keyProblem,
    Optional<Duration> retryAfter,
    List<String> allowedMethods) {

  public Failure {
    message = TextRules.oneLine(message).strip();
    violations = List.copyOf(violations);
    details = Map.copyOf(details);
    allowedMethods = List.copyOf(allowedMethods);
  }

  public static Failure of(FailureKind kind, String message) {
    return of(kind, message, Map.of());
  }

  public static Failure of(FailureKind kind, String message, Map<String, Object> details) {
    return new Failure(
        kind, message, List.of(), details, Optional.empty(), Optional.empty(), List.of());
  }

  /** The request cannot be read at all. */
  public static Failure badRequest() {
    return of(FailureKind.BAD_REQUEST, "The request could not be understood.");
  }

  /** The body cannot be read. */
  public static Failure malformed(String message) {
    Violation violation = new Violation(List.of("body"), message, "json_invalid");
    return invalid(FailureKind.MALFORMED, message, List.of(violation));
  }

  public static Failure invalid(List<Violation> violations) {
    return invalid(FailureKind.INVALID_FIELDS, "Request validation failed", violations);
  }

  private static Failure invalid(FailureKind kind, String message, List<Violation> violations) {
    return new Failure(
        kind, message, violations, Map.of(), Optional.empty(), Optional.empty(), List.of());
  }

  public static Failure wrongContentType(String message) {
    Violation violation = new Violation(List.of("body"), message, "model_attributes_type");
    return invalid(FailureKind.UNSUPPORTED_MEDIA_TYPE, message, List.of(violation));
  }

  public static Failure unknownCaller(KeyProblem problem) {
    return new Failure(
        FailureKind.UNAUTHENTICATED,
        problem.message(),
        List.of(),
        Map.of(),
        Optional.of(problem),
        Optional.empty(),
        List.of());
  }

  public static Failure rateLimited(long limit, Duration retryAfter) {
    return new Failure(
        FailureKind.RATE_LIMITED,
        "Rate limit exceeded: " + limit + " per 1 minute",
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.of(retryAfter),
        List.of());
  }

  /** The server has no room just now. */
  public static Failure busy(String message, Duration retryAfter) {
    return new Failure(
        FailureKind.UNAVAILABLE,
        message,
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.of(retryAfter),
        List.of());
  }

  public static Failure methodNotAllowed(List<String> allowedMethods) {
    return new Failure(
        FailureKind.METHOD_NOT_ALLOWED,
        "Method Not Allowed",
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        allowedMethods);
  }

  public static Failure unknownRoute() {
    return of(FailureKind.UNKNOWN_ROUTE, "Not Found");
  }

  public static Failure internal() {
    return of(FailureKind.INTERNAL, "Internal Server Error");
  }
}
