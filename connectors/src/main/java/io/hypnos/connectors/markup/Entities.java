package io.hypnos.connectors.markup;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The named and numbered characters of HTML. Nothing else is resolved. */
final class Entities {
  private static final Pattern REFERENCE =
      Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,8});");
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  /** From 160 on. */
  private static final String LATIN =
      """
      nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn
      sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave
      Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml
      ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN
      szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute
      icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml
      yacute thorn yuml
      """;

  /** From 945 on; the capitals stand 32 lower. */
  private static final String GREEK =
      """
      alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf
      sigma tau upsilon phi chi psi omega
      """;

  private static final String OTHERS =
      """
      quot 34 amp 38 apos 39 lt 60 gt 62 OElig 338 oelig 339 Scaron 352 scaron 353 Yuml 376 fnof 402
      circ 710 tilde 732 thetasym 977 upsih 978 piv 982 ensp 8194 emsp 8195 thinsp 8201 zwnj 8204
      zwj 8205 lrm 8206 rlm 8207 ndash 8211 mdash 8212 lsquo 8216 rsquo 8217 sbquo 8218 ldquo 8220
      rdquo 8221 bdquo 8222 dagger 8224 Dagger 8225 bull 8226 hellip 8230 permil 8240 prime 8242
      Prime 8243 lsaquo 8249 rsaquo 8250 oline 8254 frasl 8260 euro 8364 image 8465 weierp 8472
      real 8476 trade 8482 alefsym 8501 larr 8592 uarr 8593 rarr 8594 darr 8595 harr 8596 crarr 8629
      lArr 8656 uArr 8657 rArr 8658 dArr 8659 hArr 8660 forall 8704 part 8706 exist 8707 empty 8709
      nabla 8711 isin 8712 notin 8713 ni 8715 prod 8719 sum 8721 minus 8722 lowast 8727 radic 8730
      prop 8733 infin 8734 ang 8736 and 8743 or 8744 cap 8745 cup 8746 int 8747 there4 8756 sim 8764
      cong 8773 asymp 8776 ne 8800 equiv 8801 le 8804 ge 8805 sub 8834 sup 8835 nsub 8836 sube 8838
      supe 8839 oplus 8853 otimes 8855 perp 8869 sdot 8901 lceil 8968 rceil 8969 lfloor 8970
      rfloor 8971 lang 9001 rang 9002 loz 9674 spades 9824 clubs 9827 hearts 9829 diams 9830
      """;

  private static final Map<String, String> NAMED = named();

  private Entities() {}

  private static Map<String, String> named() {
    Map<String, String> named = new HashMap<>();
    int code = 160;
    for (String name : words(LATIN)) {
      named.put(name, Character.toString(code++));
    }
    code = 945;
    for (String name : words(GREEK)) {
      named.put(name, Character.toString(code));
      if (!name.equals("sigmaf")) {
        String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        named.put(capital, Character.toString(code - 32));
      }
      code++;
    }
    String[] others = words(OTHERS);
    for (int i = 0; i < others.length; i += 2) {
      named.put(others[i], Character.toString(Integer.parseInt(others[i + 1])));
    }
    return Map.copyOf(named);
  }

  private static String[] words(String text) {
    return text.strip().split("\\s+");
  }

  /** The text with its characters in place; what names no character stays as it is. */
  static String resolved(String raw) {
    if (raw.indexOf('&') < 0) {
      return raw;
    }
    return REFERENCE
        .matcher(raw)
        .replaceAll(found -> Matcher.quoteReplacement(character(found.group(1), found.group())));
  }

  private static String character(String name, String whole) {
    if (name.charAt(0) != '#') {
      return NAMED.getOrDefault(name, whole);
    }
    boolean hex = Character.toLowerCase(name.charAt(1)) == 'x';
    int code = hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
    if (code == '\t' || code == '\n' || code == '\r') {
      return " ";
    }
    if (code >= 0x80 && code < 0xA0) {
      // Mail programs number characters by their own table, and browsers read it so.
      return new String(new byte[] {(byte) code}, WINDOWS);
    }
    boolean good =
        Character.isValidCodePoint(code) && code >= ' ' && !(code >= 0xD800 && code <= 0xDFFF);
    return good ? Character.toString(code) : "";
  }
}
