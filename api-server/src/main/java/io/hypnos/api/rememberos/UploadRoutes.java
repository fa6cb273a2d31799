package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.JsonItems;
import io.hypnos.api.web.Violation;
import io.hypnos.engine.Engine;
import io.hypnos.engine.intake.DropAttributes;
import io.hypnos.engine.intake.DropReceipt;
import io.hypnos.engine.intake.Uploads;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.HypnosSettings;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Files that the caller puts into S3 itself, then hands over by their keys. */
@RestController
final class UploadRoutes {
  private static final int LONGEST_NAME = 1_024;
  private static final int LONGEST_TYPE = 255;
  private static final String USUAL_TYPE = "application/octet-stream";

  private final Uploads uploads;
  private final int most;

  UploadRoutes(Engine engine, HypnosSettings settings) {
    this.uploads = engine.intake().uploads();
    this.most = settings.api().maxFiles();
  }

  record Presigned(List<Link> uploads) {}

  /**
   * @param url null when the file is refused
   * @param error why it is refused, null otherwise
   */
  record Link(String filename, String key, String url, String error) {
    static Link of(Uploads.Link link) {
      return new Link(
          link.filename(),
          link.key().orElse(null),
          link.url().map(String::valueOf).orElse(null),
          link.tooLarge() ? "too_large" : link.refusal().orElse(null));
    }
  }

  /** What is on its way; which were rejected, and why, is an addition of ours. */
  record Completed(
      @JsonProperty("batch_id") UUID batchId,
      int queued,
      int rejected,
      List<DropResponses.Refused> failures) {
    static Completed of(DropReceipt receipt) {
      List<DropResponses.Refused> failures =
          receipt.failures().stream()
              .map(failure -> new DropResponses.Refused(failure.filename(), failure.reason()))
              .toList();
      return new Completed(receipt.batchId(), receipt.queued(), failures.size(), failures);
    }
  }

  @PostMapping("/v1/memory/collections/{collection}/drop/presign")
  @Requires(Right.WRITE)
  Presigned presign(Caller caller, @PathVariable String collection, JsonItems files) {
    CollectionName.require(collection);
    List<Uploads.Wanted> wanted = bounded(files).stream().map(UploadRoutes::wanted).toList();
    return new Presigned(uploads.presign(caller, wanted).stream().map(Link::of).toList());
  }

  @PostMapping("/v1/memory/collections/{collection}/drop/complete")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Right.WRITE)
  Completed complete(Caller caller, @PathVariable String collection, JsonItems files) {
    String space = CollectionName.require(collection);
    List<Uploads.Uploaded> uploaded = bounded(files).stream().map(UploadRoutes::uploaded).toList();
    return Completed.of(uploads.complete(caller, space, uploaded, DropAttributes.NONE));
  }

  private List<JsonFields> bounded(JsonItems files) {
    if (files.items().size() > most) {
      throw new FailedRequestException(
          Failure.invalid(
              List.of(
                  new Violation(
                      List.of("body"),
                      "List should have at most " + most + " items",
                      "too_long"))));
    }
    return files.items();
  }

  private static Uploads.Wanted wanted(JsonFields fields) {
    Uploads.Wanted wanted =
        new Uploads.Wanted(
            fields.requiredText("filename", 0, LONGEST_NAME),
            fields.text("content_type", 1, LONGEST_TYPE).orElse(USUAL_TYPE),
            (long) fields.requiredNumber("size", 0, Long.MAX_VALUE));
    fields.check();
    return wanted;
  }

  /** Its size is looked at where it lies, whatever the caller says. */
  private static Uploads.Uploaded uploaded(JsonFields fields) {
    Uploads.Uploaded uploaded =
        new Uploads.Uploaded(
            fields.requiredText("key", 0, LONGEST_NAME),
            fields.requiredText("filename", 0, LONGEST_NAME),
            fields.text("mime", 1, LONGEST_TYPE).orElse(USUAL_TYPE));
    fields.check();
    return uploaded;
  }
}
