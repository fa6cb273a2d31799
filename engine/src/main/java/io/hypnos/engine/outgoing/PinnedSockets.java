package io.hypnos.engine.outgoing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import javax.net.SocketFactory;

/**
 * Connects to one address that was checked, whatever the name of the server means by then; TLS
 * still compares the certificate with the name. The driver makes it by its name, so it is public.
 */
public final class PinnedSockets extends SocketFactory {
  private final InetAddress address;

  /**
   * @param address in digits, so that nothing is resolved here
   */
  public PinnedSockets(String address) throws UnknownHostException {
    this.address = InetAddress.getByName(address);
  }

  @Override
  public Socket createSocket() {
    return new PinnedSocket(address);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return new Socket(address, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return new Socket(address, port, from, fromPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return new Socket(address, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return new Socket(address, port, from, fromPort);
  }

  private static final class PinnedSocket extends Socket {
    private final InetAddress address;

    PinnedSocket(InetAddress address) {
      this.address = address;
    }

    @Override
    public void connect(SocketAddress wanted) throws IOException {
      connect(wanted, 0);
    }

    @Override
    public void connect(SocketAddress wanted, int patience) throws IOException {
      if (!(wanted instanceof InetSocketAddress named)) {
        throw new IOException("only an address of the internet can be reached");
      }
      super.connect(new InetSocketAddress(address, named.getPort()), patience);
    }
  }
}
