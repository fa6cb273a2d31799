package io.hypnos.api.rememberos;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.UploadForm;
import io.hypnos.engine.Engine;
import io.hypnos.engine.intake.DropService;
import io.hypnos.engine.tenancy.Caller;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Files into a collection. */
@RestController
final class DropRoutes {
  private final DropService drops;

  DropRoutes(Engine engine) {
    this.drops = engine.drops();
  }

  @PostMapping("/v1/memory/collections/{collection}/drop")
  @Requires(Right.WRITE)
  ResponseEntity<Object> drop(Caller caller, @PathVariable String collection, UploadForm upload) {
    String space = CollectionName.require(collection);
    DropForm form = DropForm.from(upload);
    return ResponseEntity.accepted()
        .body(
            DropResponses.Queued.of(
                drops.accept(caller, space, upload.files(), form.attributes())));
  }
}
