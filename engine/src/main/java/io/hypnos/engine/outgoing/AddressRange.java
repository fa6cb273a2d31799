package io.hypnos.engine.outgoing;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses that share their first bits. */
record AddressRange(byte[] network, int bits) {

  /** Reads {@code 10.0.0.0/8} or {@code fc00::/7}; without a length it is one address. */
  static AddressRange of(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    try {
      byte[] network = InetAddress.getByName(literal).getAddress();
      int bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
      return new AddressRange(network, bits);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + text, e);
    }
  }

  boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (address[i] != network[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    int mask = 0xff << (8 - rest);
    return rest == 0 || ((address[whole] ^ network[whole]) & mask & 0xff) == 0;
  }
}
