package io.hypnos.engine.outgoing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a URL leads, taken apart once; what connects and what is checked are the same words.
 *
 * @param host lower case, an IPv6 address without brackets
 * @param port -1 for the one of the scheme
 * @param path with the query, as it goes on the wire
 */
record Target(String scheme, String host, int port, String path) {
  private static final int LONGEST = 2048;
  private static final Pattern SCHEME = Pattern.compile("(?i)(https?)://(.*)", Pattern.DOTALL);
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9_][a-z0-9._-]*)(?::(\\d{0,5}))?");

  static Target parse(String url) throws RefusedUrlException {
    Matcher scheme = SCHEME.matcher(url);
    if (!scheme.matches()) {
      throw new RefusedUrlException(Refusal.SCHEME);
    }
    String rest = scheme.group(2);
    String authority = rest.substring(0, endOfAuthority(rest));
    if (authority.isEmpty() || authority.startsWith(":")) {
      throw new RefusedUrlException(Refusal.NO_HOST);
    }
    if (authority.indexOf('@') >= 0) {
      throw new RefusedUrlException(Refusal.USER_INFO);
    }
    Matcher parts = AUTHORITY.matcher(authority.toLowerCase(Locale.ROOT));
    if (url.length() > LONGEST || !parts.matches()) {
      throw new RefusedUrlException(Refusal.MALFORMED);
    }
    String host = withoutBrackets(withoutLastDot(parts.group(1)));
    return new Target(
        scheme.group(1).toLowerCase(Locale.ROOT), host, port(parts.group(2)), path(url));
  }

  private static int endOfAuthority(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      if ("/?#".indexOf(rest.charAt(i)) >= 0) {
        return i;
      }
    }
    return rest.length();
  }

  private static String withoutLastDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static int port(String text) throws RefusedUrlException {
    if (text == null || text.isEmpty()) {
      return -1;
    }
    int port = Integer.parseInt(text);
    if (port < 1 || port > 65_535) {
      throw new RefusedUrlException(Refusal.MALFORMED);
    }
    return port;
  }

  private static String path(String url) throws RefusedUrlException {
    try {
      URI uri = new URI(new URI(url).toASCIIString());
      String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    } catch (URISyntaxException e) {
      RefusedUrlException refused = new RefusedUrlException(Refusal.MALFORMED);
      refused.initCause(e);
      throw refused;
    }
  }
}
