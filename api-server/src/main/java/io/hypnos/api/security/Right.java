package io.hypnos.api.security;

/** What a route asks of the key that calls it. */
public enum Right {
  /** Open to everybody; never counted. */
  NONE,
  READ,
  /** Creates, changes or deletes; not for read-only keys. */
  WRITE,
  /** The operator's key only. */
  OPERATE
}
