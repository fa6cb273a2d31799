package io.hypnos.api.rememberos;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.MostFiles;
import io.hypnos.api.web.Problems;
import io.hypnos.api.web.UploadForm;
import io.hypnos.api.web.Violation;
import io.hypnos.engine.Engine;
import io.hypnos.engine.attachment.Attachments;
import io.hypnos.engine.attachment.NewAttachment;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.intake.UploadedFile;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryReader;
import io.hypnos.engine.memory.MemoryRemover;
import io.hypnos.engine.memory.MemoryWriter;
import io.hypnos.engine.memory.StorableText;
import io.hypnos.engine.memory.WriteOutcome;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.settings.HypnosSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Memories that are written with their files, and files that are hung on memories. */
@RestController
final class FileRoutes {
  private static final int MOST_IN_FOLDER = 50;
  private static final int LONGEST_NAME = 255;

  /** What stands in the way of one file stands in the way of all. */
  private static final Set<ErrorCode> CLOSED =
      Set.of(ErrorCode.FORBIDDEN, ErrorCode.QUOTA_EXCEEDED);

  private static final String UNNAMED = "file";
  private static final String UNKNOWN_TYPE = "application/octet-stream";
  private static final Pattern TYPE =
      Pattern.compile("[\\w.+-]{1,100}/[\\w.+-]{1,100}(;[\\x20-\\x7e]{0,100})?");

  private final MemoryWriter writer;
  private final MemoryReader reader;
  private final MemoryRemover remover;
  private final Attachments attachments;
  private final UploadTexts texts;
  private final CollectionMemories memories;
  private final MemoryViews views;
  private final JsonMapper json;
  private final long largest;

  FileRoutes(
      Engine engine,
      CollectionMemories memories,
      MemoryViews views,
      JsonMapper json,
      HypnosSettings settings) {
    this.writer = engine.writer();
    this.reader = engine.memories().reader();
    this.remover = engine.memories().remover();
    this.attachments = engine.attachments();
    this.texts = new UploadTexts(engine.documentReader());
    this.memories = memories;
    this.views = views;
    this.json = json;
    this.largest = settings.api().maxFile().bytes();
  }

  record Folder(int created, List<UUID> ids, List<FailedFile> failed) {}

  record FailedFile(String filename, String error) {}

  /** One memory with all the files; without a text, what the first file says. */
  @PostMapping("/v1/memory/collections/{collection}/memories/upload")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Right.WRITE)
  MemoryView upload(Caller caller, @PathVariable String collection, UploadForm form) {
    UploadFields fields = UploadFields.from(form, CollectionName.require(collection), json);
    form.files().forEach(this::requireSound);
    String text = fields.text().orElseGet(() -> texts.of(form.files().get(0)));
    return store(caller, fields, text, form.files());
  }

  /** One memory a file; a file that cannot be read is named and the others go on. */
  @PostMapping("/v1/memory/collections/{collection}/memories/folder")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Right.WRITE)
  Folder folder(
      Caller caller, @PathVariable String collection, @MostFiles(MOST_IN_FOLDER) UploadForm form) {
    UploadFields fields = UploadFields.from(form, CollectionName.require(collection), json);
    List<UUID> ids = new ArrayList<>();
    List<FailedFile> failed = new ArrayList<>();
    for (UploadedFile file : form.files()) {
      try {
        Problems.Outcome<UUID> outcome =
            Problems.of(
                () -> {
                  requireSound(file);
                  return store(caller, fields, texts.of(file), List.of(file)).id();
                });
        outcome.value().ifPresent(ids::add);
        outcome.problem().ifPresent(why -> failed.add(new FailedFile(file.filename(), why)));
      } catch (HypnosException e) {
        if (ids.isEmpty() && CLOSED.contains(e.code())) {
          throw e;
        }
        failed.add(new FailedFile(file.filename(), told(e)));
      }
    }
    return new Folder(ids.size(), ids, failed);
  }

  private static String told(HypnosException failure) {
    return failure.code() == ErrorCode.INTERNAL ? "Internal error" : failure.getMessage();
  }

  @PostMapping("/v1/memory/collections/{collection}/memories/{memoryId}/images")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Right.WRITE)
  MemoryView attach(
      Caller caller,
      @PathVariable String collection,
      @PathVariable String memoryId,
      UploadForm form) {
    if (form.files().isEmpty()) {
      throw missing("file");
    }
    form.files().forEach(this::requireSound);
    Memory memory = memories.toChange(caller, collection, memoryId);
    attachments.add(caller, memory.id(), attached(form.files()));
    return views.of(caller.tenantId(), memory);
  }

  @DeleteMapping("/v1/memory/collections/{collection}/memories/{memoryId}/images/{index}")
  @Requires(Right.WRITE)
  MemoryView detach(
      Caller caller,
      @PathVariable String collection,
      @PathVariable String memoryId,
      @PathVariable String index) {
    Memory memory = memories.toChange(caller, collection, memoryId);
    attachments.remove(caller, memory.id(), place(index));
    return views.of(caller.tenantId(), memory);
  }

  /** What is no number is the place of no file. */
  private static int place(String index) {
    return index.matches("\\d{1,6}") ? Integer.parseInt(index) : -1;
  }

  private MemoryView store(
      Caller caller, UploadFields fields, String text, List<UploadedFile> files) {
    WriteOutcome outcome = writer.write(caller, fields.memory(text), WritePolicy.KEEP_ALL);
    UUID id = outcome.id().orElseThrow();
    hang(caller, id, files);
    Optional<Memory> stored = reader.find(Viewer.ofTenant(caller.tenantId()), id, History.ALL);
    return views.of(caller.tenantId(), stored.orElseThrow(CollectionMemories::unknown));
  }

  /** A memory whose files cannot be kept goes again: it is there with them or not at all. */
  private void hang(Caller caller, UUID id, List<UploadedFile> files) {
    try {
      attachments.add(caller, id, attached(files));
    } catch (RuntimeException e) {
      try {
        remover.delete(
            caller, Viewer.ofTenant(caller.tenantId()), List.of(id), MemoryRemover.Trace.NONE);
      } catch (RuntimeException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private static List<NewAttachment> attached(List<UploadedFile> files) {
    return files.stream()
        .map(file -> new NewAttachment(name(file), type(file), file.bytes()))
        .toList();
  }

  /** A name is a label, never a path. */
  private static String name(UploadedFile file) {
    String plain = StorableText.cleaned(file.filename()).replaceAll("\\p{Cntrl}", " ");
    String last = plain.substring(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\')) + 1);
    String name = last.isBlank() ? UNNAMED : last.strip();
    int characters = Math.min(LONGEST_NAME, name.codePointCount(0, name.length()));
    return name.substring(0, name.offsetByCodePoints(0, characters));
  }

  private static String type(UploadedFile file) {
    return TYPE.matcher(file.contentType()).matches() ? file.contentType() : UNKNOWN_TYPE;
  }

  private void requireSound(UploadedFile file) {
    if (file.size() > largest) {
      throw new FailedRequestException(
          Failure.of(FailureKind.TOO_LARGE, "A file is larger than " + largest + " bytes."));
    }
    if (file.size() == 0) {
      throw new FailedRequestException(
          Failure.invalid(
              List.of(new Violation(List.of("body", "files"), "A file is empty", "value_error"))));
    }
  }

  static FailedRequestException missing(String field) {
    return new FailedRequestException(
        Failure.invalid(
            List.of(new Violation(List.of("body", field), "Field required", "missing"))));
  }
}
