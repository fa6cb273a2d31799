package io.hypnos.engine.database;

/** The database does not keep the rows of the tenant, or not for the moment. */
final class DepartedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DepartedException() {
    super("the rows of the tenant lie elsewhere", null, false, false);
  }
}
