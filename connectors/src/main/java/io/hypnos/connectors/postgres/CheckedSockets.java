package io.hypnos.connectors.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import javax.net.SocketFactory;

/**
 * Sockets that lead to one address, whatever the name says by the time the driver resolves it. The
 * driver keeps the name, which the server's certificate is checked against.
 */
public final class CheckedSockets extends SocketFactory {
  private final InetAddress address;

  /**
   * Called by the driver.
   *
   * @param address as digits
   */
  public CheckedSockets(String address) throws UnknownHostException {
    this.address = InetAddress.getByName(address);
  }

  /** Goes where it was told at first. */
  private static final class CheckedSocket extends Socket {
    private final InetAddress address;

    CheckedSocket(InetAddress address) {
      this.address = address;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      if (!(endpoint instanceof InetSocketAddress place)) {
        throw new IOException("not an address of the internet");
      }
      super.connect(new InetSocketAddress(address, place.getPort()), timeout);
    }
  }

  @Override
  public Socket createSocket() {
    return new CheckedSocket(address);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return new Socket(address, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return new Socket(address, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return new Socket(address, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return new Socket(address, port, local, localPort);
  }
}
