package io.hypnos.api.rememberos;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.UploadForm;
import io.hypnos.engine.Engine;
import io.hypnos.engine.intake.DirectDrop;
import io.hypnos.engine.intake.DropReceipt;
import io.hypnos.engine.intake.DropService;
import io.hypnos.engine.intake.DroppedFile;
import io.hypnos.engine.tenancy.Caller;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Files into a collection: at once, or on the asynchronous road. */
@RestController
final class DropRoutes {
  private final DropService drops;
  private final DirectDrop directDrop;

  DropRoutes(Engine engine) {
    this.drops = engine.drops();
    this.directDrop = engine.directDrop();
  }

  @PostMapping("/v1/memory/collections/{collection}/drop")
  @Requires(Right.WRITE)
  ResponseEntity<Object> drop(Caller caller, @PathVariable String collection, UploadForm upload) {
    String space = CollectionName.require(collection);
    DropForm form = DropForm.from(upload);
    if (form.async()) {
      DropReceipt receipt = drops.accept(caller, space, upload.files(), form.attributes());
      return ResponseEntity.accepted().body(DropResponses.Queued.of(receipt));
    }
    List<DroppedFile> files = directDrop.store(caller, space, upload.files(), form.attributes());
    return ResponseEntity.status(HttpStatus.CREATED).body(DropResponses.Stored.of(files));
  }
}
