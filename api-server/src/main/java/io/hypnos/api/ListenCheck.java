package io.hypnos.api;

import io.hypnos.settings.ApiSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Makes sure of the ports first: a server that cannot listen touches neither database nor index.
 */
final class ListenCheck {
  static final String MANAGEMENT_HOST = "127.0.0.1";

  private ListenCheck() {}

  static void portsAreFree(ApiSettings api) {
    portIsFree(api.host(), api.port());
    portIsFree(MANAGEMENT_HOST, api.managementPort());
  }

  private static void portIsFree(String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw refused(host, port, "there is no such address", null);
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address);
    } catch (BindException e) {
      throw e.getMessage().contains("in use")
          ? busy(host, port, e)
          : refused(host, port, e.getMessage(), e);
    } catch (IOException e) {
      throw refused(host, port, e.getMessage(), e);
    }
  }

  static StartRefusedException busy(String host, int port, Exception cause) {
    return refused(host, port, "the port is in use", cause);
  }

  private static StartRefusedException refused(
      String host, int port, String reason, Exception cause) {
    return new StartRefusedException(
        "The API server cannot listen on %s:%d: %s.".formatted(host, port, reason), cause);
  }
}
