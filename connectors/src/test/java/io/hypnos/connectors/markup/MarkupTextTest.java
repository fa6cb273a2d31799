package io.hypnos.connectors.markup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MarkupTextTest {
  private static void storage(String markup, String text) {
    assertThat(MarkupText.ofStorage(markup)).isEqualTo(text);
  }

  private static void html(String markup, String text) {
    assertThat(MarkupText.of(markup)).isEqualTo(text);
  }

  @Test
  void headingsParagraphsItemsAndBreaksAreLines() {
    storage(
        "<h1>Plan</h1><p>One <strong>two</strong>\n  three</p><ul><li>first</li><li><p>second</p>"
            + "</li></ul><p>a<br/>b</p><hr/><blockquote><p>said</p></blockquote>",
        "Plan\nOne two three\nfirst\nsecond\na\nb\nsaid");
  }

  @Test
  void aRowIsALineWithATabBetweenItsCells() {
    storage(
        "<table><colgroup><col/></colgroup><tbody><tr><th><p>Name</p></th><th><p>Size</p></th></tr>"
            + "<tr><td><p>a</p><p>b</p></td><td><ul><li>1</li><li>2</li></ul></td></tr><tr><td></td><td>last</td></tr><tr><td>only</td><td"
            + " /></tr></tbody></table><p>end</p>",
        "Name\tSize\na b\t1 2\n\tlast\nonly\nend");
  }

  @Test
  void aTableInACellStaysInItsCell() {
    storage(
        "<table><tr><td>a<table><tr><td>x</td><td>y</td></tr></table></td><td>b</td></tr></table>",
        "a x y\tb");
  }

  @Test
  void codeKeepsItsBlanksAndLines() {
    storage(
        "<p>Run:</p><ac:structured-macro ac:name=\"code\" ac:schema-version=\"1\"><ac:parameter"
            + " ac:name=\"language\">python</ac:parameter><ac:plain-text-body><![CDATA[\n"
            + "if a < b && c:\n"
            + "    print(\"&nbsp;\")\n\n"
            + "    x = y[0]]]]]><![CDATA[> 1\n"
            + "]]></ac:plain-text-body></ac:structured-macro><p>Done</p>",
        "Run:\nif a < b && c:\n    print(\"&nbsp;\")\n\n    x = y[0]]]> 1\nDone");
  }

  @Test
  void macrosGiveTheirBodyOnly() {
    storage(
        "<ac:structured-macro ac:name=\"info\"><ac:parameter ac:name=\"title\">T</ac:parameter>"
            + "<ac:rich-text-body><p>Mind the gap</p></ac:rich-text-body></ac:structured-macro>"
            + "<ac:structured-macro ac:name=\"panel\"><ac:rich-text-body><p>inside"
            + "<ac:structured-macro ac:name=\"note\"><ac:rich-text-body>deeper</ac:rich-text-body>"
            + "</ac:structured-macro></p></ac:rich-text-body></ac:structured-macro>"
            + "<ac:structured-macro ac:name=\"toc\"><ac:parameter ac:name=\"maxLevel\">3"
            + "</ac:parameter></ac:structured-macro><p>a <ac:structured-macro ac:name=\"status\">"
            + "<ac:parameter ac:name=\"title\">DONE</ac:parameter></ac:structured-macro> b</p>",
        "Mind the gap\ninside\ndeeper\na b");
  }

  @Test
  void aPanelOfTheNewEditorIsToldOnce() {
    storage(
        "<ac:adf-extension><ac:adf-node type=\"panel\"><ac:adf-attribute key=\"panel-type\">note"
            + "</ac:adf-attribute><ac:adf-content><p>once</p></ac:adf-content></ac:adf-node>"
            + "<ac:adf-fallback><div><p>once</p></div></ac:adf-fallback></ac:adf-extension>",
        "once");
  }

  @Test
  void aLinkIsItsBodyElseWhatItLeadsTo() {
    storage(
        "<p><ac:link><ri:page ri:space-key=\"ENG\" ri:content-title=\"Road &amp; map\"/></ac:link>,"
            + " <ac:link><ri:page ri:content-title=\"Hidden\"/><ac:link-body>the"
            + " <em>plan</em></ac:link-body></ac:link>, <ac:link ac:anchor=\"x\"><ri:page"
            + " ri:content-title=\"H\"/><ac:plain-text-link-body><![CDATA[a <"
            + " b]]></ac:plain-text-link-body></ac:link>, <ac:link><ri:attachment"
            + " ri:filename=\"a.pdf\"/></ac:link>, <a"
            + " href=\"https://a.example/?q=1>2\">here</a></p>",
        "Road & map, the plan, a < b, a.pdf, here");
  }

  @Test
  void aUserIsItsNameOrId() {
    storage(
        "<p>Ask <ac:link><ri:user ri:account-id=\"557058:abc\"/></ac:link> or <ac:link><ri:user "
            + "ri:userkey=\"8a8\" ri:username=\"jane\"/></ac:link> or <ac:link><ri:user "
            + "ri:account-id=\"557058:abc\"/><ac:link-body>Joe</ac:link-body></ac:link>.</p>",
        "Ask 557058:abc or jane or Joe.");
  }

  @Test
  void anImageIsItsWords() {
    storage(
        "<p>See <ac:image ac:alt=\"a &gt; chart\" ac:width=\"10\"><ri:attachment "
            + "ri:filename=\"c.png\"/></ac:image><ac:image><ri:url ri:value=\"https://a.example\"/>"
            + "</ac:image> there</p>",
        "See a > chart there");
  }

  @Test
  void tasksShowWhetherTheyAreDone() {
    storage(
        "<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-uuid>u</ac:task-uuid>"
            + "<ac:task-status>incomplete</ac:task-status><ac:task-body><span>write</span>"
            + "</ac:task-body></ac:task><ac:task><ac:task-id>2</ac:task-id><ac:task-status>complete"
            + "</ac:task-status><ac:task-body><p>read</p></ac:task-body></ac:task><ac:task>"
            + "<ac:task-status>incomplete</ac:task-status><ac:task-body></ac:task-body></ac:task>"
            + "</ac:task-list><p>end</p>",
        "[ ] write\n[x] read\n[ ]\nend");
  }

  @Test
  void timesAreDatesAndPlaceholdersAreDropped() {
    storage(
        "<p>By <time datetime=\"2026-03-01\"/> or <time datetime='2026-04-01'>1 April</time>"
            + "<ac:placeholder>type <em>here</em></ac:placeholder>!</p>",
        "By 2026-03-01 or 2026-04-01!");
  }

  @Test
  void charactersByNameAndNumberAreRead() {
    storage(
        "<p>a&nbsp;&nbsp;b &ndash; &Auml;&ouml;&szlig; &alpha;&Omega;&sigmaf; &frac12; &there4; "
            + "&#8364; &#x1F600; &#146; &amp;lt; &unknown; &#55296; AT&T & co</p><p>&nbsp;</p>",
        "a b – Äöß αΩς ½ ∴ € 😀 ’ &lt; &unknown; AT&T & co");
  }

  @Test
  void layoutsAndInlineMarksAreSeenThrough() {
    storage(
        "<ac:layout><ac:layout-section ac:type=\"two_equal\"><ac:layout-cell><p>left</p>"
            + "</ac:layout-cell><ac:layout-cell><p>ri<ac:inline-comment-marker ac:ref=\"1\">gh"
            + "</ac:inline-comment-marker>t</p></ac:layout-cell></ac:layout-section></ac:layout>",
        "left\nright");
  }

  @Test
  void htmlOfAMailIsReadWithoutItsHeadAndScripts() {
    html(
        "<!DOCTYPE html><html><head><title>T</title><style>p{}</style><body><!-- x --><script>if "
            + "(a<b) {'</p>'}</SCRIPT ><p>Hi&nbsp;Bob,<br>2 < 3 and x<y></p><![if !mso]>"
            + "<pre>\n  a\n   b\n</pre><img src=x alt='a cat'><p>bye",
        "Hi Bob,\n2 < 3 and x\n  a\n   b\na cat\nbye");
  }

  @Test
  void aFrameOfTablesKeepsTheLinesOfAMail() {
    html(
        "<table><tr><td><p>Dear Ann,</p><p>see you</p></td></tr><tr><td>a<td>b</tr></table>end",
        "Dear Ann,\nsee you\na\tb\nend");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<",
        "</",
        "<a",
        "<a href=\"x",
        "<!--",
        "<![CDATA[",
        "<ac:link>",
        "<ac:task-status>",
        "&#",
        "<script>",
        "<td>",
        "</td></tr></table>",
        "<title>",
        "]]>",
        "<ac:plain-text-body>"
      })
  void brokenMarkupEndsInReasonableTime(String piece) {
    String many = piece.repeat(300_000 / piece.length());

    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> MarkupText.ofStorage(many));
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> MarkupText.of("x" + many + "<p>y"));
  }

  @Test
  void anyMixtureOfPiecesIsReadToItsEnd() {
    String[] pieces = {
      "<p>",
      "</p>",
      "<td>",
      "</td>",
      "<tr>",
      "<table>",
      "</table>",
      "word ",
      "<ac:link>",
      "</ac:link>",
      "<ri:page ri:content-title=\"t\"/>",
      "<ac:plain-text-body>",
      "<![CDATA[ x ]]>",
      "</ac:plain-text-body>",
      "<ac:task-status>complete",
      "</ac:task-status>",
      "<pre>",
      "</pre>",
      "<ac:parameter>",
      "</ac:parameter>",
      "&nbsp;",
      "<",
      ">",
      "\"",
      "<time datetime=\"d\">",
      "</time>",
      "\n"
    };
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      StringBuilder markup = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        markup.append(pieces[random.nextInt(pieces.length)]);
      }

      String text = MarkupText.ofStorage(markup.toString());

      assertThat(text).as("seed %d", seed).doesNotContain("<p>", "<td>", "&nbsp;");
    }
  }
}
