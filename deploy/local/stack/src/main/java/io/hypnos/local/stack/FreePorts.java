package io.hypnos.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/**
 * Hands out ports that nobody else gets. They lie below the range from which kernels take the ports
 * of outgoing connections. A JVM owns a whole block of them for as long as it holds the block's
 * first port, so that stacks which start at the same moment in several JVMs do not meet.
 */
public final class FreePorts {
  private static final int FIRST_BLOCK = 20_000;
  private static final int BLOCK_SIZE = 20;
  private static final int BLOCKS = 600;
  private static final FreePorts SHARED = new FreePorts();

  @SuppressWarnings("unused") // Held open: it is what makes the block ours.
  private ServerSocket claim;

  private int next;
  private int end;

  private FreePorts() {}

  public static int take() {
    return SHARED.takeNext();
  }

  private synchronized int takeNext() {
    while (true) {
      if (next == end) {
        claimBlock();
      }
      int candidate = next++;
      if (isFree("127.0.0.1", candidate)) {
        return candidate;
      }
    }
  }

  /** Whether a server could listen there now. */
  public static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void claimBlock() {
    int start = new SecureRandom().nextInt(BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
      int first = FIRST_BLOCK + (start + i) % BLOCKS * BLOCK_SIZE;
      try {
        claim = new ServerSocket(first, 1, InetAddress.getLoopbackAddress());
        next = first + 1;
        end = first + BLOCK_SIZE;
        return;
      } catch (IOException e) {
        // Another JVM owns this block.
      }
    }
    throw new StackException("No free ports are left below 32000.");
  }
}
