package io.hypnos.api.security;

/** What a route asks of the key that calls it. */
public enum Right {
  /** Open to everybody; never counted. */
  NONE,
  /** Open to whoever signs the body with a secret that is not a key; the route looks at it. */
  SIGNATURE,
  READ,
  /** Creates, changes or deletes; not for read-only keys. */
  WRITE,
  /** The operator's key only. */
  OPERATE
}
