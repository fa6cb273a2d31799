package io.hypnos.engine.outgoing;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** What kind of place an address is. */
enum AddressKind {
  PUBLIC,
  /** Of this machine or of the operator's network: an operator may allow those. */
  PRIVATE,
  /** No web server of anybody: multicast, reserved, link-local, unspecified. */
  UNUSABLE,
  /** Hands out credentials of the machine in a cloud. */
  METADATA;

  private static final List<AddressRange> METADATA_ADDRESSES =
      ranges(
          "169.254.169.254", // AWS, Azure, Google, DigitalOcean, Oracle, OpenStack
          "169.254.170.0/24", // AWS containers
          "169.254.0.23", // Tencent
          "100.100.100.200", // Alibaba
          "168.63.129.16", // Azure
          "192.0.0.192", // Oracle, formerly
          "fd00:ec2::/32",
          "fd20:ce::254");

  private static final List<AddressRange> PRIVATE_ADDRESSES =
      ranges(
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "::1",
          "fc00::/7",
          "fec0::/10");

  private static final List<AddressRange> UNUSABLE_V4 =
      ranges(
          "0.0.0.0/8",
          "169.254.0.0/16",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  private static final AddressRange GLOBAL_V6 = AddressRange.of("2000::/3");

  private static final List<AddressRange> UNUSABLE_V6 =
      ranges(
          "2001::/23", // Teredo, ORCHID, benchmarking
          "2001:db8::/32",
          "2002::/16", // 6to4
          "3fff::/20");

  private static final AddressRange NAT64 = AddressRange.of("64:ff9b::/96");
  private static final AddressRange TEREDO = AddressRange.of("2001::/32");
  private static final AddressRange SIX_TO_FOUR = AddressRange.of("2002::/16");
  private static final AddressRange LOCAL_NAT64 = AddressRange.of("64:ff9b:1::/48");

  /** The first 96 bits of {@code ::/96} and what follows {@code ::ffff:} say IPv4 as well. */
  private static final AddressRange COMPATIBLE = AddressRange.of("::/96");

  static AddressKind of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? ofV4(bytes) : ofV6(bytes);
  }

  private static AddressKind ofV4(byte[] address) {
    if (anyContains(METADATA_ADDRESSES, address)) {
      return METADATA;
    }
    if (anyContains(PRIVATE_ADDRESSES, address)) {
      return PRIVATE;
    }
    return anyContains(UNUSABLE_V4, address) ? UNUSABLE : PUBLIC;
  }

  private static AddressKind ofV6(byte[] address) {
    if (anyContains(METADATA_ADDRESSES, address)) {
      return METADATA;
    }
    if (anyContains(PRIVATE_ADDRESSES, address)) {
      return PRIVATE;
    }
    if (NAT64.contains(address)) {
      // The road to every IPv4 site in a network that has only IPv6.
      return ofV4(lastFour(address));
    }
    if (carriesMetadata(address)) {
      return METADATA;
    }
    boolean usable = GLOBAL_V6.contains(address) && !anyContains(UNUSABLE_V6, address);
    return usable && !isIsatap(address) ? PUBLIC : UNUSABLE;
  }

  /** Old tunnels hide an IPv4 address inside; none is usable, but this one kind is told apart. */
  private static boolean carriesMetadata(byte[] address) {
    boolean atTheEnd =
        COMPATIBLE.contains(address)
            || LOCAL_NAT64.contains(address)
            || isMapped(address)
            || isIsatap(address);
    if (atTheEnd) {
      return ofV4(lastFour(address)) == METADATA;
    }
    if (SIX_TO_FOUR.contains(address)) {
      return ofV4(Arrays.copyOfRange(address, 2, 6)) == METADATA;
    }
    return TEREDO.contains(address) && ofV4(inverted(lastFour(address))) == METADATA;
  }

  private static boolean isMapped(byte[] address) {
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[10] == (byte) 0xff && address[11] == (byte) 0xff;
  }

  private static boolean isIsatap(byte[] address) {
    return (address[8] & 0xfd) == 0
        && address[9] == 0
        && address[10] == 0x5e
        && address[11] == (byte) 0xfe;
  }

  private static byte[] lastFour(byte[] address) {
    return Arrays.copyOfRange(address, 12, 16);
  }

  private static byte[] inverted(byte[] bytes) {
    byte[] inverted = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      inverted[i] = (byte) ~bytes[i];
    }
    return inverted;
  }

  private static boolean anyContains(List<AddressRange> ranges, byte[] address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static List<AddressRange> ranges(String... texts) {
    return Arrays.stream(texts).map(AddressRange::of).toList();
  }
}
