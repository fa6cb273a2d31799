package io.hypnos.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.document.Chunk;
import io.hypnos.engine.memory.MemoryIds;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.schemas.extract.DocumentProperty;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import io.hypnos.schemas.extract.ExtractedDocument.Part;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.Refusal;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Attributes;
import io.hypnos.schemas.message.IngestMessage.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class DocumentMemoriesTest {
  private static final UUID TENANT = UUID.fromString("0f7c1c52-6d0e-4a51-9f0a-3a2f6f2c7b10");
  private static final UUID WHOLE = MemoryIds.ofDocument(TENANT, "notes", "drop", "file-1");

  @Test
  void aFileIsAWholeAndItsChunks() {
    List<NewMemory> memories = plan(file("report.pdf"), text("Report", "One.", "Two."));

    assertThat(memories)
        .extracting(memory -> memory.id().orElseThrow())
        .containsExactly(WHOLE, chunkId("file-1", 0), chunkId("file-1", 1));
    NewMemory whole = memories.get(0);
    assertThat(whole.traits().kind()).isEqualTo("document");
    assertThat(whole.content()).isEqualTo("File report.pdf (text/plain, 12 bytes)\nReport\nOne.");
    assertThat(whole.metadata())
        .containsEntry("file", "report.pdf")
        .containsEntry("chunks", 2)
        .containsEntry("language", "en");
    assertThat(whole.origin().provenance()).containsEntry("blob", "blob-key");
    assertThat(whole.origin().provenance()).doesNotContainKey("part_of");
    NewMemory second = memories.get(2);
    assertThat(second.content()).isEqualTo("Two.");
    assertThat(second.metadata())
        .containsEntry("file", "report.pdf")
        .containsEntry("chunk", 1)
        .containsEntry("chunks", 2);
    assertThat(second.origin().provenance())
        .containsEntry("part_of", WHOLE.toString())
        .containsEntry("pages", List.of(2, 2))
        .containsEntry("heading_path", List.of("Report"))
        .containsEntry("language", "en");
  }

  @Test
  void theSameFileAlwaysBecomesTheSame() {
    assertThat(plan(file("a.txt"), text("A", "One.")))
        .isEqualTo(plan(file("a.txt"), text("A", "One.")));
  }

  @Test
  void aTextWithinTheMessageIsADocumentOnlyWhenItIsLong() {
    assertThat(plan(inline(), text("", "One.")))
        .singleElement()
        .satisfies(
            memory -> {
              assertThat(memory.content()).isEqualTo("One.");
              assertThat(memory.id()).contains(chunkId("file-1", 0));
              assertThat(memory.origin().provenance()).doesNotContainKey("part_of");
            });
    assertThat(plan(inline(), text("", "One.", "Two."))).hasSize(3);
  }

  @Test
  void whatOnlyHasANameIsKnownByIt() {
    ExtractedDocument picture =
        new ExtractedDocument(
            Status.MEDIA,
            Optional.of(Refusal.UNSUPPORTED),
            Optional.empty(),
            "image/png",
            List.of(),
            Optional.of("A picture."),
            Map.of(DocumentProperty.WIDTH, "30", DocumentProperty.HEIGHT, "20"),
            List.of());

    assertThat(plan(file("gull.png"), picture))
        .singleElement()
        .satisfies(
            memory -> {
              assertThat(memory.content())
                  .isEqualTo("File gull.png (image/png, 30 x 20 pixels, 12 bytes)");
              assertThat(memory.metadata())
                  .containsEntry("extraction", "filename_only")
                  .containsEntry("width", "30");
            });
  }

  @Test
  void documentsWithinOneArePartOfItAndWhatCouldNotBeReadIsNamed() {
    ExtractedDocument archive =
        new ExtractedDocument(
                Status.OK, Optional.empty(), "application/zip", List.of(), Optional.empty())
            .withParts(
                List.of(
                    new Part("in.zip", -1, 9, container()),
                    new Part("in.zip/tea.txt", 0, 4, text("", "Tea.")),
                    new Part(
                        "bad.pdf",
                        -1,
                        7,
                        ExtractedDocument.refused(
                            Status.CORRUPT, Refusal.DAMAGED, "application/pdf", "Broken."))));

    List<NewMemory> memories = plan(file("all.zip"), archive);

    UUID inner = MemoryIds.ofDocument(TENANT, "notes", "drop", "file-1!/in.zip");
    UUID tea = MemoryIds.ofDocument(TENANT, "notes", "drop", "file-1!/in.zip/tea.txt");
    assertThat(memories)
        .extracting(memory -> memory.id().orElseThrow())
        .containsExactly(WHOLE, inner, tea, chunkId("file-1!/in.zip/tea.txt", 0));
    assertThat(memories)
        .extracting(memory -> memory.origin().provenance().get("part_of"))
        .containsExactly(null, WHOLE.toString(), inner.toString(), tea.toString());
    assertThat(memories.get(0).metadata())
        .containsEntry("parts", 3)
        .containsEntry(
            "unread", List.of(Map.of("path", "bad.pdf", "code", "damaged", "reason", "Broken.")));
    assertThat(memories.get(0).content()).contains("Contains: in.zip, in.zip/tea.txt, bad.pdf");
    assertThat(memories.get(3).metadata())
        .containsEntry("file", "tea.txt")
        .containsEntry("path", "in.zip/tea.txt");
  }

  @Test
  void whatCameByMailSaysWhoSentItWhen() {
    ExtractedDocument mail =
        text("Friday", "We meet.")
            .withProperties(
                Map.of(
                    DocumentProperty.SENDER, "Anna <anna@example.org>",
                    DocumentProperty.SUBJECT, "Friday",
                    DocumentProperty.DATE, "2026-01-02T09:00:00Z",
                    DocumentProperty.MESSAGE_ID, "<1@example.org>"))
            .withParts(List.of(new Part("tea.txt", -1, 4, text("", "Tea."))));

    List<NewMemory> memories = plan(file("Friday.eml"), mail);

    assertThat(memories).hasSize(4);
    assertThat(memories)
        .allSatisfy(
            memory -> {
              assertThat(memory.metadata())
                  .containsEntry("sender", "Anna <anna@example.org>")
                  .containsEntry("message_id", "<1@example.org>");
              assertThat(memory.validFrom()).contains(Instant.parse("2026-01-02T09:00:00Z"));
            });
  }

  private static List<NewMemory> plan(Content content, ExtractedDocument document) {
    IngestMessage message =
        new IngestMessage(
            IngestMessage.VERSION,
            TENANT,
            "notes",
            TENANT,
            0,
            "drop",
            "file-1",
            content,
            new Attributes(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of()),
            Instant.parse("2026-11-21T10:00:00Z"));
    return DocumentMemories.of(message, document, DocumentMemoriesTest::chunks);
  }

  private static List<Chunk> chunks(ExtractedDocument document) {
    List<Chunk> chunks = new ArrayList<>();
    for (Block block : document.blocks()) {
      if (block.kind() == Kind.PARAGRAPH) {
        chunks.add(
            new Chunk(
                chunks.size(),
                block.text(),
                block.page(),
                block.page(),
                List.of("Report"),
                false,
                "en"));
      }
    }
    return chunks;
  }

  private static ExtractedDocument text(String heading, String... paragraphs) {
    List<Block> blocks = new ArrayList<>();
    if (!heading.isEmpty()) {
      blocks.add(new Block(Kind.HEADING, 1, heading));
    }
    for (String paragraph : paragraphs) {
      blocks.add(new Block(Kind.PARAGRAPH, blocks.size(), paragraph));
    }
    return new ExtractedDocument(
        Status.OK, Optional.empty(), "text/plain", blocks, Optional.empty());
  }

  private static ExtractedDocument container() {
    return new ExtractedDocument(
        Status.OK, Optional.empty(), "application/zip", List.of(), Optional.empty());
  }

  private static UUID chunkId(String externalId, int number) {
    return MemoryIds.ofChunk(TENANT, "notes", "drop", externalId, number);
  }

  private static Content file(String name) {
    return new Content(Optional.empty(), Optional.of("blob-key"), name, "text/plain", 12);
  }

  private static Content inline() {
    return new Content(Optional.of("text"), Optional.empty(), "note", "text/plain", 4);
  }
}
