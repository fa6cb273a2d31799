package io.hypnos.local.part;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a part makes sure of before it starts, so that a refusal is one sentence. */
public final class StartCheck {
  private StartCheck() {}

  public static void portIsFree(String part, String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException e) {
      throw new StartException(
          "%s cannot listen on %s:%d: %s.".formatted(part, host, port, e.getMessage()), e);
    }
  }

  /** Creates the directory if need be. */
  public static void directoryIsWritable(String part, Path directory) {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, "write-check", null));
    } catch (IOException e) {
      throw new StartException("%s cannot write to %s: %s.".formatted(part, directory, e), e);
    }
  }
}
