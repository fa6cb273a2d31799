package io.hypnos.extractor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Header;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.field.ContentTypeField;
import org.apache.james.mime4j.stream.Field;
import org.apache.tika.mime.MediaType;

/** What is text in a mail and what only vouches for it. */
final class MailText {
  static final MediaType TYPE = MediaType.text("x-mail");

  private MailText() {}

  /** The character set that a mail itself names; where it does not, it is ASCII only in theory. */
  static Optional<String> charset(Header header) {
    return Optional.ofNullable(header)
        .map(fields -> fields.getField("Content-Type"))
        .filter(ContentTypeField.class::isInstance)
        .map(field -> ((ContentTypeField) field).getParameter("charset"))
        .filter(name -> !name.equalsIgnoreCase("us-ascii"));
  }

  /** What a reader is shown of a multipart: pictures that its text refers to only lay it out. */
  static List<Entity> contents(Multipart multipart) {
    boolean related = "related".equalsIgnoreCase(multipart.getSubType());
    return multipart.getBodyParts().stream()
        .filter(part -> !related || !isLayoutPicture(part))
        .toList();
  }

  private static boolean isLayoutPicture(Entity part) {
    return String.valueOf(part.getMimeType()).startsWith("image/")
        && part.getHeader().getField("Content-ID") != null
        && !"attachment".equalsIgnoreCase(part.getDispositionType());
  }

  static boolean isSignature(String type) {
    return type.equals("application/pgp-signature")
        || type.matches("application/(x-)?pkcs7-signature");
  }

  /** Signed in one piece: opaque, but not secret. */
  static boolean isSignedOnly(Header header) {
    Field field = header.getField("Content-Type");
    return field != null && field.getBody().toLowerCase(Locale.ROOT).contains("signed-data");
  }
}
