package io.hypnos.api.mnemoverse;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of domains: a space of the tenant, or the address of a shared room. */
final class Domain {
  static final String DEFAULT = "general";

  /** Longest name that can be written to. */
  static final int LONGEST = 100;

  /** Far longer than a domain can be; such a domain is merely empty. */
  static final int LONGEST_ASKED = 5_000;

  private static final String ROOM = "xroom:";
  private static final Pattern ADDRESS = Pattern.compile("xroom:(room_[0-9A-HJKMNP-TV-Z]{26})");

  private Domain() {}

  static String address(String roomId) {
    return ROOM + roomId;
  }

  /** The id of the room whose address this is. */
  static Optional<String> roomOf(String domain) {
    Matcher matcher = ADDRESS.matcher(domain);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Whether somebody means a room, however it is spelled. */
  static boolean looksLikeRoom(String domain) {
    return domain.strip().toLowerCase(Locale.ROOT).startsWith(ROOM);
  }
}
