package io.hypnos.connectors.call;

import java.util.Optional;

/** What a connection proves itself with. */
public interface Credential {
  /** The value of the {@code Authorization} header. */
  String authorization();

  /** Another value in place of one that was refused, when there is a way to get one. */
  default Optional<String> renewed(String refused) {
    return Optional.empty();
  }

  static Credential fixed(String authorization) {
    return () -> authorization;
  }
}
