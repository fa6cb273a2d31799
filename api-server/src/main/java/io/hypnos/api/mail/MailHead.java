package io.hypnos.api.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UnsupportedEncodingException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The beginning of a mail, read before anything else is done with it.
 *
 * @param senders addresses that the header says it is from
 * @param failedChecks whether a server on the way has found that it is forged
 */
record MailHead(
    List<String> senders,
    Optional<String> messageId,
    Optional<String> subject,
    boolean failedChecks) {
  private static final int LONGEST = 256 * 1024;
  private static final int LONGEST_ID = 500;

  /** A mail with its head read; the stream gives all of it. */
  record Opened(MailHead head, InputStream mail) {}

  static Opened open(InputStream mail) throws IOException {
    byte[] beginning = mail.readNBytes(LONGEST);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(beginning), mail);
    return new Opened(read(beginning), whole);
  }

  private static MailHead read(byte[] beginning) {
    InternetHeaders headers;
    try {
      headers = new InternetHeaders(new ByteArrayInputStream(beginning), true);
    } catch (MessagingException e) {
      // It says nothing of itself, so nobody vouches for it.
      return new MailHead(List.of(), Optional.empty(), Optional.empty(), false);
    }
    return new MailHead(
        values(headers, "From").flatMap(MailHead::addresses).toList(),
        values(headers, "Message-ID")
            .map(String::strip)
            .filter(id -> !id.isEmpty() && id.length() <= LONGEST_ID)
            .filter(id -> id.chars().noneMatch(Character::isISOControl))
            .findFirst(),
        values(headers, "Subject").map(MailHead::decoded).findFirst(),
        isForged(headers));
  }

  private static boolean isForged(InternetHeaders headers) {
    boolean verdict =
        values(headers, "Authentication-Results")
            .map(value -> value.toLowerCase(Locale.ROOT))
            .anyMatch(value -> value.matches("(?s).*\\b(spf|dkim|dmarc)\\s*=\\s*fail\\b.*"));
    boolean spf =
        values(headers, "Received-SPF")
            .anyMatch(value -> value.strip().toLowerCase(Locale.ROOT).startsWith("fail"));
    return verdict || spf;
  }

  private static Stream<String> values(InternetHeaders headers, String name) {
    String[] values = headers.getHeader(name);
    return values == null ? Stream.of() : Arrays.stream(values);
  }

  private static Stream<String> addresses(String from) {
    try {
      return Arrays.stream(InternetAddress.parseHeader(from, false))
          .map(InternetAddress::getAddress)
          .filter(address -> address != null && address.contains("@"));
    } catch (AddressException e) {
      // What cannot be read is nobody's address.
      return Stream.of();
    }
  }

  private static String decoded(String subject) {
    try {
      return MimeUtility.decodeText(MimeUtility.unfold(subject));
    } catch (UnsupportedEncodingException e) {
      // An unknown character set leaves it as it was written.
      return subject;
    }
  }
}
