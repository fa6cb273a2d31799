package io.hypnos.connectors.gmail;

import static io.hypnos.connectors.gmail.Mail.file;
import static io.hypnos.connectors.gmail.Mail.headed;
import static io.hypnos.connectors.gmail.Mail.multi;
import static io.hypnos.connectors.gmail.Mail.part;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.connectors.kit.Bench;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mail says. */
final class MailTextTest {
  private static final String HEAD = "Subject: Plan\nFrom: Ann <ann@example.org>";

  private Bench bench;
  private FakeGmail gmail;

  @BeforeEach
  void connect() {
    bench = new Bench(new Gmail());
    gmail = new FakeGmail(bench.clock);
    bench.config("base_url", gmail.server.url());
  }

  @AfterEach
  void close() {
    bench.close();
    gmail.close();
  }

  private String read(Map<String, Object> payload) {
    gmail.receive(
        new Mail(
            "m",
            bench.clock.instant(),
            new TreeSet<>(Set.of("INBOX")),
            headed(payload, "Plan", "Ann <ann@example.org>")));
    SyncResult result = bench.sync();
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    return bench.memories.text("m");
  }

  @Test
  void aPlainMailCarriesItsTraits() {
    assertThat(read(part("text/plain", "utf-8", "Hello\r\nBob")))
        .isEqualTo(HEAD + "\n\nHello\nBob");
    assertThat(bench.memories.document("m").title()).isEqualTo("Plan");
    assertThat(bench.memories.document("m").author()).contains("Ann <ann@example.org>");
    assertThat(bench.memories.document("m").createdAt()).contains(bench.clock.instant());
    assertThat(bench.memories.document("m").metadata())
        .isEqualTo(Map.of("thread_id", "tm", "to", "bob@example.org"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-8", "iso-8859-1", "windows-1252", "UTF-16", "x-no-such-charset"})
  void wordsAreReadInTheirCharset(String charset) {
    assertThat(read(part("text/plain", charset, "Grüße ÿþ~?>")))
        .isEqualTo(HEAD + "\n\nGrüße ÿþ~?>");
  }

  @Test
  void thePlainOneOfAlternativesIsTaken() {
    assertThat(
            read(
                multi(
                    "alternative",
                    List.of(
                        part("text/html", "utf-8", "<p>rich</p>"),
                        part("text/plain", "utf-8", "plain")))))
        .isEqualTo(HEAD + "\n\nplain");
  }

  @Test
  void htmlIsTakenWhenThePlainOneIsBlank() {
    assertThat(
            read(
                multi(
                    "alternative",
                    List.of(
                        part("text/plain", "utf-8", " \r\n"),
                        multi(
                            "related",
                            List.of(
                                part(
                                    "text/html",
                                    "iso-8859-1",
                                    "<style>p{}</style><p>Grüße &amp; <b>mehr</b></p><p>Ende</p>"),
                                file("image/png", "logo.png", "a1", 10)))))))
        .isEqualTo(HEAD + "\n\nGrüße & mehr\nEnde\n\nAttachment logo.png");
    assertThat(gmail.log()).noneMatch(path -> path.contains("/attachments/"));
  }

  @Test
  void allPartsOfAMixedMailAreTakenAndAttachmentsRead() {
    List<String> read = new ArrayList<>();
    bench.files(
        (name, type, bytes) -> {
          String text = new String(bytes, StandardCharsets.UTF_8);
          read.add(name + " " + type + " " + text);
          return type.equals("application/zip") ? Optional.empty() : Optional.of("read " + text);
        });
    gmail.attachments.put("a1", "figures ü".getBytes(StandardCharsets.UTF_8));
    gmail.attachments.put("a2", "zipped".getBytes(StandardCharsets.UTF_8));

    String text =
        read(
            multi(
                "mixed",
                List.of(
                    multi(
                        "alternative",
                        List.of(
                            part("text/plain", "utf-8", "first"),
                            part("text/html", "utf-8", "<p>first</p>"))),
                    file("application/pdf", "report.pdf", "a1", 10),
                    file("application/zip", "=?utf-8?q?gr=C3=BCn.zip?=", "a2", 10),
                    file("application/pdf", "gone.pdf", "a3", 10),
                    file("application/pdf", "huge.pdf", "a4", 10_000_001),
                    part("text/plain", "utf-8", "the footer of a list"))));

    assertThat(text)
        .isEqualTo(
            HEAD
                + """


                first

                the footer of a list

                Attachment report.pdf:
                read figures ü

                Attachment grün.zip

                Attachment gone.pdf

                Attachment huge.pdf\
                """);
    assertThat(read)
        .containsExactly("report.pdf application/pdf figures ü", "grün.zip application/zip zipped");
    assertThat(gmail.log()).noneMatch(path -> path.endsWith("/a4"));
  }

  @Test
  void aForwardedMailIsReadWithItsBody() {
    Map<String, Object> forwarded = new HashMap<>(multi("x", List.of()));
    forwarded.put("mimeType", "message/rfc822");
    forwarded.put("parts", List.of(part("text/plain", "utf-8", "what was forwarded")));

    assertThat(read(multi("mixed", List.of(part("text/plain", "utf-8", "see below"), forwarded))))
        .isEqualTo(HEAD + "\n\nsee below\n\nwhat was forwarded");
  }

  @Test
  void aBodyThatIsTooLargeForTheMailIsAskedFor() {
    gmail.attachments.put("big", "many words".getBytes(StandardCharsets.UTF_8));

    assertThat(read(file("text/plain", "", "big", 2_000_000))).isEqualTo(HEAD + "\n\nmany words");
  }

  @Test
  void aBrokenAttachmentDoesNotHideTheMail() {
    Map<String, Object> broken = new HashMap<>(file("application/pdf", "broken.pdf", "", 10));
    broken.put("body", Map.of("size", 10, "data", "a*b"));

    assertThat(read(multi("mixed", List.of(part("text/plain", "utf-8", "words"), broken))))
        .isEqualTo(HEAD + "\n\nwords\n\nAttachment broken.pdf");
  }

  @Test
  void aMailWithoutWordsStillHasItsSubject() {
    assertThat(read(multi("mixed", List.of()))).isEqualTo(HEAD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain words|plain words",
        "=?UTF-8?B?R3LDvMOfZQ==?=|Grüße",
        "=?iso-8859-1?q?Gr=FC=DFe_an_alle?= (list)|Grüße an alle (list)",
        "=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=|Grüße",
        "=?utf-8?Q?a?=  =?iso-8859-1?Q?=FC?=|aü",
        "Re: =?utf-8?Q?a?= b =?utf-8?Q?c?=|Re: a b c",
        "=?utf-8?X?a?=|=?utf-8?X?a?=",
        "a =? b|a =? b"
      })
  void wordsThatAreStillEncodedAreDecoded(String header, String decoded) {
    assertThat(MailHeaders.decoded(header)).isEqualTo(decoded);
  }
}
