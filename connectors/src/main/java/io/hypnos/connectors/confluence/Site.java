package io.hypnos.connectors.confluence;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a wiki is.
 *
 * @param base before {@code /wiki}: the host, or the gateway's path to a site
 */
record Site(String base) {
  private static final String WIKI = "/wiki";
  private static final Pattern URL =
      Pattern.compile("(?i)(https?)://[a-z0-9.:_\\[\\]-]+(/[^?#\\s]*)?(?:[?#]\\S*)?");

  /**
   * The site of an address: of its root, of the wiki, or of anything in the wiki.
   *
   * @param trusted whether it may be called in the clear
   */
  static Site of(String address, boolean trusted) {
    String url = address.strip();
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw ProviderFailure.of(
          Kind.CONFIGURATION, "config.base_url must be like https://example.atlassian.net");
    }
    if (!parts.group(1).toLowerCase(Locale.ROOT).equals("https") && !trusted) {
      throw ProviderFailure.of(Kind.CONFIGURATION, "config.base_url must start with https://");
    }
    String path = Optional.ofNullable(parts.group(2)).orElse("");
    String host = url.substring(0, parts.group(2) == null ? hostEnd(url) : parts.start(2));
    int wiki = (path + "/").indexOf(WIKI + "/");
    String before = wiki < 0 ? path : path.substring(0, wiki);
    return new Site(host + before.replaceAll("/+$", ""));
  }

  private static int hostEnd(String url) {
    Matcher end = Pattern.compile("[?#]").matcher(url);
    return end.find() ? end.start() : url.length();
  }

  /**
   * The path, from the base on, of a link to a next page. Links are told from the host, from the
   * gateway's site, from the wiki, or whole.
   */
  String path(String link) {
    String path = link;
    if (path.startsWith(base + "/")) {
      path = path.substring(base.length());
    }
    if (!path.startsWith("/")) {
      // Whole: the client refuses it unless it is of the same host.
      return printable(path);
    }
    String prefix = Optional.ofNullable(URI.create(base).getRawPath()).orElse("");
    if (!prefix.isEmpty() && path.startsWith(prefix + "/")) {
      path = path.substring(prefix.length());
    }
    return printable(path.startsWith(WIKI + "/") ? path : WIKI + path);
  }

  /** A link has what was asked in it, and not always in a form that may go on the wire. */
  private static String printable(String path) {
    StringBuilder good = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char sign = path.charAt(i);
      if (sign <= ' ' || "\"<>\\^`{|}".indexOf(sign) >= 0) {
        good.append(String.format(Locale.ROOT, "%%%02X", (int) sign));
      } else {
        good.append(sign);
      }
    }
    return good.toString();
  }

  String page(String webPath) {
    return base + WIKI + webPath;
  }
}
