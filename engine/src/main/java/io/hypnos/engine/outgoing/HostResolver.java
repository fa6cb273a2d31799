package io.hypnos.engine.outgoing;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Turns a name into its addresses. */
@FunctionalInterface
public interface HostResolver {
  /** The resolver of the machine. */
  HostResolver SYSTEM = InetAddress::getAllByName;

  InetAddress[] resolve(String host) throws UnknownHostException;
}
