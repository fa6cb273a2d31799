package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractorProtocol.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text is what its writer saw, whatever bytes it came in and whatever was said about them. */
final class CharacterSetTest {
  private static final DocumentParser PARSER = new DocumentParser();
  private static final String GERMAN =
      "Liebe Grüße aus Köln, wir hätten gern für Donnerstag drei Stühle.";
  private static final String JAPANESE = "会議は金曜日の午後三時に始まります。資料を持って来てください。";

  @ParameterizedTest
  @ValueSource(strings = {"", "; charset=us-ascii", "; charset=US-ASCII", "; charset=unknown-8bit"})
  void mailThatSaysNothingTrueAboutItsBytesIsGuessedLikePlainText(String charset)
      throws IOException {
    for (Charset sent : List.of(ISO_8859_1, UTF_8)) {
      assertThat(mail("text/plain" + charset, GERMAN.getBytes(sent))).isEqualTo(GERMAN);
      assertThat(mail("text/html" + charset, ("<p>" + GERMAN + "</p>").getBytes(sent)))
          .isEqualTo(GERMAN);
    }
    assertThat(mailWithoutType(GERMAN.getBytes(ISO_8859_1))).isEqualTo(GERMAN);
  }

  @Test
  void mailThatNamesItsCharacterSetIsRead() throws IOException {
    String polish = "Zażółć gęślą jaźń, proszę.";
    Charset latin2 = Charset.forName("ISO-8859-2");
    Charset iso2022 = Charset.forName("ISO-2022-JP");

    assertThat(mail("text/plain; charset=iso-8859-2", polish.getBytes(latin2))).isEqualTo(polish);
    assertThat(mail("text/html; charset=iso-8859-2", ("<p>" + polish + "</p>").getBytes(latin2)))
        .isEqualTo(polish);
    assertThat(
            mail("text/html; charset=iso-2022-jp", ("<p>" + JAPANESE + "</p>").getBytes(iso2022)))
        .isEqualTo(JAPANESE);
  }

  @Test
  void setsOfSevenBitsAreRead() throws IOException {
    byte[] iso2022 = JAPANESE.getBytes(Charset.forName("ISO-2022-JP"));

    assertThat(mail("text/plain; charset=iso-2022-jp", iso2022)).isEqualTo(JAPANESE);
    assertThat(mail("text/plain", iso2022)).isEqualTo(JAPANESE);
    assertThat(text("a.txt", "", iso2022)).isEqualTo(JAPANESE);
    assertThat(text("a.txt", "text/plain; charset=utf-8", iso2022)).isEqualTo(JAPANESE);
    assertThat(mail("text/plain; charset=iso-2022-kr", korean())).isEqualTo("회의는 금요일입니다.");
    assertThat(mail("text/plain; charset=hz-gb-2312", ascii("Ni hao: ~{<:Ky2;S{#,NpJ)l6HK!#~} ~~")))
        .isEqualTo("Ni hao: 己所不欲，勿施於人。 ~");
    assertThat(mail("text/plain; charset=utf-7", ascii("Gr+APwA3w-e +- Hi Mom +Jjo-!")))
        .isEqualTo("Grüße + Hi Mom ☺!");
  }

  @Test
  void setsOfSevenBitsAreNotSeenWhereThereAreNone() throws IOException {
    assertThat(text("a.txt", "text/plain; charset=iso-2022-jp", GERMAN.getBytes(UTF_8)))
        .isEqualTo(GERMAN);
    assertThat(text("a.txt", "", ascii("a \u001b[1mbold\u001b[0m word, $B and ~{x~}, +AGE-")))
        .isEqualTo("a [1mbold[0m word, $B and ~{x~}, +AGE-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Anna moved to Lisbon.\nShe likes tea.",
        "Hi",
        "Grüße aus Köln",
        "Привет, Анна! Встреча в пятницу.",
        "ДОМ",
        "Καλημέρα, η συνάντηση είναι την Παρασκευή.",
        "会议在星期五下午三点开始。请带上资料，谢谢。",
        "会議は金曜日の午後三時に始まります。資料を持って来てください。",
        "회의는 금요일 오후 세 시에 시작합니다. 자료를 가져오세요.",
        "बैठक शुक्रवार को है। चाय लाओ।",
        "Meeting 会议 at 三点 🎉 — “yes”…"
      })
  void textOfSixteenBitsNeedsNoMark(String written) throws IOException {
    for (Charset sent : List.of(UTF_16LE, UTF_16BE)) {
      byte[] bytes = written.getBytes(sent);
      assertThat(text("a.txt", "", bytes)).as("undeclared %s", sent).isEqualTo(written);
      assertThat(text("a.txt", "text/plain; charset=" + sent, bytes))
          .as("declared %s", sent)
          .isEqualTo(written);
      assertThat(text("a.txt", "text/plain; charset=utf-16", bytes))
          .as("declared UTF-16 of %s", sent)
          .isEqualTo(written);
    }
  }

  @Test
  void declaredTextOfSixteenBitsIsTakenAtItsWord() throws IOException {
    assertThat(text("a.txt", "text/plain; charset=utf-16le", "中文".getBytes(UTF_16LE)))
        .isEqualTo("中文");
    assertThat(text("a.txt", "text/plain; charset=utf-16be", "中".getBytes(UTF_16BE)))
        .isEqualTo("中");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "windows-1252",
        "UTF-8",
        "ISO-8859-1",
      })
  void ordinaryTextIsNeverTakenForSixteenBits(String charset) throws IOException {
    for (String written :
        List.of(
            GERMAN,
            "a\nb\nc\n1\n2\n3",
            "ab",
            "x",
            "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
            "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=",
            "Müßiggänger heizen Öfen, sagt René über Übermut.",
            "0123456789,0123456789,0123456789",
            "one\ttwo\tthree")) {
      assertThat(text("a.txt", "", written.getBytes(Charset.forName(charset))))
          .isEqualTo(written.replace('\t', ' '));
    }
  }

  @Test
  void straySignsDoNotMakeATextOneOfSixteenBits() throws IOException {
    assertThat(text("a.txt", "", ascii("nul\0and\0more\1signs\2"))).isEqualTo("nulandmoresigns");
    assertThat(text("a.txt", "", "Köln\0und\0Bönn sagt Réne\0".getBytes(ISO_8859_1)))
        .isEqualTo("KölnundBönn sagt Réne");
  }

  private static byte[] korean() {
    return "회의는 금요일입니다.".getBytes(Charset.forName("ISO-2022-KR"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String mail(String type, byte[] body) throws IOException {
    return sent("MIME-Version: 1.0\nContent-Type: " + type + "\n", body);
  }

  private static String mailWithoutType(byte[] body) throws IOException {
    return sent("From: anna@example.org\nTo: bob@example.org\n", body);
  }

  private static String sent(String headers, byte[] body) throws IOException {
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    mail.writeBytes(ascii(headers + "\n"));
    mail.writeBytes(body);
    return text("a.eml", "message/rfc822", mail.toByteArray());
  }

  private static String text(String name, String type, byte[] bytes) throws IOException {
    try (Content content = Content.of(bytes)) {
      return PARSER
          .parse(new Request(name, type, Parsing.LIMITS), content)
          .document()
          .blocks()
          .stream()
          .map(Block::text)
          .collect(Collectors.joining("\n"));
    }
  }
}
