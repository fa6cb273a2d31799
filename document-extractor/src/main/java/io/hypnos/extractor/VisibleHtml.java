package io.hypnos.extractor;

import java.util.Locale;
import java.util.Set;
import org.apache.tika.parser.html.HtmlMapper;

/** All elements of a page that a reader sees. */
final class VisibleHtml implements HtmlMapper {
  private static final Set<String> INVISIBLE =
      Set.of("script", "style", "noscript", "template", "svg", "iframe", "object", "canvas");

  @Override
  public String mapSafeElement(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean isDiscardElement(String name) {
    return INVISIBLE.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public String mapSafeAttribute(String elementName, String attributeName) {
    return null;
  }
}
