package io.hypnos.connectors.notion;

import static io.hypnos.connectors.notion.FakeNotion.block;
import static io.hypnos.connectors.notion.FakeNotion.property;
import static io.hypnos.connectors.notion.FakeNotion.rich;
import static io.hypnos.connectors.notion.FakeNotion.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.connectors.kit.Bench;
import io.hypnos.connectors.sync.SyncResult.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a page says. */
final class NotionTextTest {
  private final FakeNotion notion = new FakeNotion();
  private Bench bench;

  @BeforeEach
  void connect() {
    bench = new Bench(new Notion()).config("base_url", notion.server.url()).providerKeepsTheClock();
    notion.clock = bench.clock;
    notion.page("p", "Title");
  }

  @AfterEach
  void close() {
    bench.close();
    notion.close();
  }

  private String read() {
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    return bench.memories.text("p");
  }

  private static Map<String, Object> paragraph(String id, String text) {
    return block(id, "paragraph", rich(text));
  }

  private static Map<String, Object> with(String text, String name, Object value) {
    Map<String, Object> rich = FakeNotion.rich(text);
    rich.put(name, value);
    return rich;
  }

  private static Map<String, Object> cells(String id, String... texts) {
    return block(
        id,
        "table_row",
        Map.of("cells", List.of(texts).stream().map(text -> words(text)).toList()));
  }

  @Test
  void everyKindOfBlockSaysWhatItShould() {
    notion.put(
        "p",
        block("b1", "heading_1", rich("Heading one")),
        block("b2", "heading_2", rich("Heading two")),
        block("b3", "heading_3", rich("Heading three")),
        block("b4", "paragraph", Map.of("rich_text", words("one ", "line"))),
        block("b5", "bulleted_list_item", rich("bullet")),
        block("b6", "numbered_list_item", rich("number")),
        block("b7", "to_do", with("open", "checked", false)),
        block("b8", "to_do", with("done", "checked", true)),
        block("b9", "toggle", rich("toggle")),
        block("b10", "quote", rich("quote")),
        block("b11", "callout", with("callout", "icon", Map.of("emoji", "!"))),
        block("b12", "template", rich("template")),
        block(
            "b13",
            "code",
            Map.of(
                "rich_text", words("int a;\nint b;"),
                "language", "java",
                "caption", words("two lines"))),
        block("b14", "equation", Map.of("expression", "e = mc^2")),
        block("b15", "child_page", Map.of("title", "A page inside")),
        block("b16", "child_database", Map.of("title", "A database inside")),
        block("b17", "image", Map.of("type", "external", "caption", words("a picture"))),
        block(
            "b18", "file", Map.of("type", "file", "name", "plan.txt", "caption", words("a file"))),
        block("b19", "pdf", Map.of("caption", List.of())),
        block("b20", "bookmark", Map.of("url", "https://a.example", "caption", words("a site"))),
        block("b21", "embed", Map.of("url", "https://b.example", "caption", List.of())),
        block("b22", "link_preview", Map.of("url", "https://c.example")),
        block("b23", "divider", Map.of()),
        block("b24", "breadcrumb", Map.of()),
        block("b25", "table_of_contents", Map.of("color", "default")),
        block("b26", "unsupported", Map.of()),
        block("b27", "a_kind_of_tomorrow", rich("still read")));

    assertThat(read())
        .isEqualTo(
            """
            Title
            Heading one
            Heading two
            Heading three
            one line
            - bullet
            - number
            [ ] open
            [x] done
            toggle
            quote
            callout
            template
            java
            int a;
            int b;
            two lines
            e = mc^2
            A page inside
            A database inside
            a picture
            plan.txt a file
            https://a.example a site
            https://b.example
            https://c.example
            still read\
            """);
  }

  @Test
  void blocksInsideBlocksAreIndentedAndFramesAreNot() {
    notion.put("p", block("list", "bulleted_list_item", rich("outer")));
    notion.put("list", block("inner", "to_do", with("inner", "checked", true)));
    notion.put("inner", block("code", "code", with("a\nb", "language", "plain text")));
    notion.put("p", block("columns", "column_list", Map.of()));
    notion.put("columns", block("left", "column", Map.of()), block("right", "column", Map.of()));
    notion.put("left", paragraph("l", "left column"));
    notion.put("right", paragraph("r", "right column"));
    notion.put("p", block("table", "table", Map.of("table_width", 2)));
    notion.put("table", cells("t1", "name", "age"), cells("t2", "Ada", "36"));
    notion.put("p", block("child", "child_page", Map.of("title", "A page of its own")));
    notion.put("child", paragraph("c", "words of the other page"));

    assertThat(read())
        .isEqualTo(
            """
            Title
            - outer
              [x] inner
                a
                b
            left column
            right column
            name\tage
            Ada\t36
            A page of its own\
            """);
    assertThat(notion.log()).doesNotContain("GET blocks/child/children");
  }

  @Test
  void aCopyOfABlockSaysWhatTheOriginalSays() {
    notion.page("other", "Other");
    notion.put("other", block("original", "synced_block", nothing("synced_from")));
    notion.put("original", paragraph("o", "shared words"));
    notion.put(
        "p",
        block("copy", "synced_block", from("original")),
        block("lost", "synced_block", from("not-shared")),
        paragraph("end", "the end"));

    assertThat(read()).isEqualTo("Title\nshared words\nthe end");
    assertThat(bench.memories.text("other")).isEqualTo("Other\nshared words");
  }

  private static Map<String, Object> nothing(String name) {
    Map<String, Object> value = new HashMap<>();
    value.put(name, null);
    return value;
  }

  private static Map<String, Object> from(String id) {
    return Map.of("synced_from", Map.of("type", "block_id", "block_id", id));
  }

  @Test
  void aBlockWhoseChildrenAreRefusedIsLeftOutAlone() {
    notion.put(
        "p",
        paragraph("before", "before"),
        block("bad", "toggle", rich("a view of elsewhere")),
        block("worse", "toggle", rich("an outside thing")),
        block("unsupported", "unsupported", Map.of()),
        paragraph("after", "after"));
    notion.put("bad", paragraph("b", "not to be had"));
    notion.put("worse", paragraph("w", "not to be had"));
    notion.put("unsupported", paragraph("u", "not to be had"));
    notion.refusing.put("bad", Map.entry(400, "validation_error"));
    notion.refusing.put("worse", Map.entry(404, "object_not_found"));

    assertThat(read()).isEqualTo("Title\nbefore\na view of elsewhere\nan outside thing\nafter");
    assertThat(notion.log()).doesNotContain("GET blocks/unsupported/children");
  }

  @Test
  void childrenAreReadPageByPage() {
    IntStream.range(0, 250).forEach(i -> notion.put("p", paragraph("b" + i, "line " + i)));

    String lines =
        IntStream.range(0, 250).mapToObj(i -> "\nline " + i).collect(Collectors.joining());
    assertThat(read()).isEqualTo("Title" + lines);
    assertThat(bench.memories.document("p").metadata()).isEmpty();
  }

  @Test
  void blocksBelowTheEighthLevelAreNotRead() {
    String parent = "p";
    for (int level = 0; level < 12; level++) {
      notion.put(parent, block("level-" + level, "toggle", rich("level " + level)));
      parent = "level-" + level;
    }

    String lines =
        IntStream.rangeClosed(0, 8)
            .mapToObj(level -> "\n" + "  ".repeat(level) + "level " + level)
            .collect(Collectors.joining());
    assertThat(read()).isEqualTo("Title" + lines);
    assertThat(bench.memories.document("p").metadata()).isEqualTo(Map.of("truncated", true));
  }

  @Test
  void noMoreThanTwoThousandBlocksOfAPageAreRead() {
    IntStream.range(0, 50)
        .forEach(
            i -> {
              notion.put("p", block("t" + i, "toggle", rich("toggle " + i)));
              IntStream.range(0, 60).forEach(k -> notion.put("t" + i, paragraph(i + "-" + k, "x")));
            });

    List<String> lines = read().lines().toList();

    assertThat(lines).hasSize(1 + 2_000);
    assertThat(bench.memories.document("p").metadata()).isEqualTo(Map.of("truncated", true));
    // 32 toggles are whole, one is cut, and the others are not asked for.
    assertThat(notion.log().stream().filter(call -> call.contains("blocks/t"))).hasSize(33);
  }

  @Test
  void aRowSaysAllItsProperties() {
    FakeNotion.Page row = notion.row("db", "p", "A row");
    put(row, "Words", "rich_text", words("rich ", "text"));
    put(row, "Number", "number", 42.5);
    put(row, "Select", "select", Map.of("name", "one"));
    put(row, "Many", "multi_select", List.of(Map.of("name", "a"), Map.of("name", "b")));
    put(row, "Status", "status", Map.of("name", "In progress"));
    put(row, "Day", "date", Map.of("start", "2026-01-01"));
    put(row, "Days", "date", Map.of("start", "2026-01-01", "end", "2026-01-31"));
    put(row, "People", "people", List.of(Map.of("id", "u1", "name", "Ada"), Map.of("id", "u2")));
    put(row, "Files", "files", List.of(Map.of("name", "a.pdf"), Map.of("name", "b.pdf")));
    put(row, "Yes", "checkbox", true);
    put(row, "No", "checkbox", false);
    put(row, "Link", "url", "https://a.example");
    put(row, "Mail", "email", "ada@a.example");
    put(row, "Phone", "phone_number", "+1 23");
    put(row, "Formula", "formula", Map.of("type", "string", "string", "computed"));
    put(row, "Sum", "formula", Map.of("type", "number", "number", 7));
    put(row, "When", "formula", Map.of("type", "date", "date", Map.of("start", "2026-02-02")));
    put(row, "Related", "relation", List.of(Map.of("id", "r1"), Map.of("id", "r2")));
    put(row, "Rolled", "rollup", Map.of("type", "number", "number", 3, "function", "sum"));
    put(
        row,
        "Rolled up",
        "rollup",
        Map.of(
            "type",
            "array",
            "array",
            List.of(
                Map.of("type", "title", "title", words("first")),
                Map.of("type", "number", "number", 2),
                Map.of("type", "rich_text", "rich_text", List.of()))));
    put(row, "Ticket", "unique_id", Map.of("prefix", "HYP", "number", 12));
    put(row, "Plain", "unique_id", Map.of("number", 13));
    put(row, "Made", "created_time", "2026-01-05T10:00:00.000Z");
    put(row, "Maker", "created_by", Map.of("id", "u1", "name", "Ada"));
    row.properties.put("Empty", new HashMap<>(Map.of("id", "e", "type", "select")));
    row.properties.get("Empty").put("select", null);
    put(row, "Button", "button", Map.of());
    notion.put("p", paragraph("b", "body"));

    assertThat(read())
        .isEqualTo(
            """
            A row
            Day: 2026-01-01
            Days: 2026-01-01 – 2026-01-31
            Files: a.pdf, b.pdf
            Formula: computed
            Link: https://a.example
            Made: 2026-01-05T10:00:00.000Z
            Mail: ada@a.example
            Maker: Ada
            Many: a, b
            No: false
            Number: 42.5
            People: Ada
            Phone: +1 23
            Plain: 13
            Related: r1, r2
            Rolled: 3
            Rolled up: first, 2
            Select: one
            Status: In progress
            Sum: 7
            Ticket: HYP-12
            When: 2026-02-02
            Words: rich text
            Yes: true
            body\
            """);
  }

  private static void put(FakeNotion.Page page, String name, String type, Object value) {
    page.properties.put(name, property(name.replace(' ', '_'), type, value));
  }

  @Test
  void whatAPageCutsOffIsAskedForByItself() {
    notion.mostOnAPage = 100;
    FakeNotion.Page row = notion.row("db", "p", "");
    row.properties.put("title", property("title", "title", parts("t", 40)));
    row.properties.put("Text", property("f%5C%3Ap", "rich_text", parts("w", 30)));
    row.properties.put("Related", property("rel", "relation", named("id", "r", 230)));
    row.properties.put("People", property("ppl", "people", named("name", "u", 26)));
    row.properties.put("Few", property("few", "relation", named("id", "f", 24)));

    String text = read();

    assertThat(text.lines())
        .containsExactly(
            joined("", "t", 40),
            "Few: " + joined(", ", "f", 24),
            "People: " + joined(", ", "u", 26),
            "Related: " + joined(", ", "r", 230),
            "Text: " + joined("", "w", 30));
    assertThat(notion.log().stream().filter(call -> call.contains("/properties/")))
        .containsExactly(
            "GET pages/p/properties/title",
            "GET pages/p/properties/ppl",
            "GET pages/p/properties/rel",
            "GET pages/p/properties/rel further",
            "GET pages/p/properties/rel further",
            "GET pages/p/properties/f\\:p");
  }

  private static List<Map<String, Object>> parts(String word, int many) {
    return words(IntStream.range(0, many).mapToObj(i -> word + i).toArray(String[]::new));
  }

  private static List<Map<String, Object>> named(String field, String word, int many) {
    return IntStream.range(0, many).mapToObj(i -> Map.<String, Object>of(field, word + i)).toList();
  }

  private static String joined(String between, String word, int many) {
    return IntStream.range(0, many).mapToObj(i -> word + i).collect(Collectors.joining(between));
  }

  @Test
  void aPageWithoutWordsIsNoRecord() {
    notion.pages.clear();
    notion.page("p", "");

    assertThat(read()).isEmpty();
    assertThat(bench.memories.ids()).isEmpty();
    notion.edit("p", "now it has some");
    assertThat(read()).isEqualTo("now it has some");
  }
}
