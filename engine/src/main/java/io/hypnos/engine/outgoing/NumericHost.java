package io.hypnos.engine.outgoing;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * IPv4 addresses in every spelling that some resolver takes: {@code 127.1}, {@code 0x7f000001},
 * {@code 017700000001}, {@code 2130706433}. The JDK reads a leading zero as decimal where others
 * read octal; reading them here, once, leaves no room for two opinions.
 */
final class NumericHost {
  private static final Pattern DECIMAL = Pattern.compile("\\d+");
  private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9a-fA-F]*");
  private static final BigInteger TOO_LARGE = BigInteger.ONE.shiftLeft(32);

  private NumericHost() {}

  /** Whether the host claims to be a number: its last label is one. */
  static boolean claimed(String host) {
    String last = host.substring(host.lastIndexOf('.') + 1);
    return DECIMAL.matcher(last).matches() || HEXADECIMAL.matcher(last).matches();
  }

  /** The address, or empty when the number is none. */
  static Optional<Inet4Address> parse(String host) {
    String[] labels = host.split("\\.", -1);
    if (labels.length > 4) {
      return Optional.empty();
    }
    BigInteger value = BigInteger.ZERO;
    for (int i = 0; i < labels.length; i++) {
      Optional<BigInteger> part = number(labels[i]);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      boolean last = i == labels.length - 1;
      int bits = last ? 8 * (4 - i) : 8;
      if (part.get().bitLength() > bits) {
        return Optional.empty();
      }
      value = value.shiftLeft(bits).add(part.get());
    }
    return value.compareTo(TOO_LARGE) < 0 ? Optional.of(address(value)) : Optional.empty();
  }

  private static Optional<BigInteger> number(String label) {
    if (HEXADECIMAL.matcher(label).matches()) {
      String digits = label.substring(2);
      return Optional.of(digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits, 16));
    }
    if (!DECIMAL.matcher(label).matches()) {
      return Optional.empty();
    }
    if (label.length() == 1 || label.charAt(0) != '0') {
      return Optional.of(new BigInteger(label));
    }
    boolean octal = label.chars().allMatch(digit -> digit <= '7');
    return octal ? Optional.of(new BigInteger(label, 8)) : Optional.empty();
  }

  private static Inet4Address address(BigInteger value) {
    int bits = value.intValue();
    byte[] bytes = {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
    try {
      return (Inet4Address) InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
