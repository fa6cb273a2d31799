package io.hypnos.connectors.connection;

import java.util.Map;
import java.util.Optional;

/** Keeps the tokens of connections fresh. */
public interface TokenRenewal {
  /**
   * The credentials that a run begins with, renewed when they end soon.
   *
   * @param alive is called again and again meanwhile
   */
  Map<String, String> beforeRun(
      Connection connection, Map<String, String> credentials, Runnable alive);

  /**
   * The token in place of one that was refused; empty when there is no way to get one.
   *
   * @param alive is called again and again meanwhile
   * @throws io.hypnos.connectors.call.ProviderFailure when the way to get one failed
   */
  Optional<String> renewed(Connection connection, String refused, Runnable alive);
}
