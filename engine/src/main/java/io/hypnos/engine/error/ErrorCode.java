package io.hypnos.engine.error;

/** Every way in which a call can fail. Dialects map these onto their own statuses and words. */
public enum ErrorCode {
  VALIDATION(Category.CALLER, false),
  UNAUTHENTICATED(Category.CALLER, false),
  FORBIDDEN(Category.CALLER, false),
  NOT_FOUND(Category.CALLER, false),
  TOO_LARGE(Category.CALLER, false),
  CONFLICT(Category.CONFLICT, false),
  RATE_LIMITED(Category.LIMIT, true),
  QUOTA_EXCEEDED(Category.LIMIT, false),
  UNAVAILABLE(Category.DEPENDENCY, true),
  INTERNAL(Category.INTERNAL, true);

  private final Category category;
  private final boolean retryable;

  ErrorCode(Category category, boolean retryable) {
    this.category = category;
    this.retryable = retryable;
  }

  public Category category() {
    return category;
  }

  public boolean retryable() {
    return retryable;
  }

  /** Whose fault it is. */
  public enum Category {
    CALLER,
    CONFLICT,
    LIMIT,
    DEPENDENCY,
    INTERNAL
  }
}
