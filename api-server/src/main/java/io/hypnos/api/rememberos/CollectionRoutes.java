package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.deletion.SpaceDeletion;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.space.Spaces;
import io.hypnos.engine.tenancy.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The collections of a tenant. */
@RestController
final class CollectionRoutes {
  private static final int LONGEST_DESCRIPTION = 10_000;

  private final Spaces spaces;
  private final SpaceDeletion deletion;

  CollectionRoutes(Engine engine) {
    this.spaces = engine.knowledge().spaces();
    this.deletion = engine.knowledge().spaceDeletion();
  }

  record Deleted(boolean deleted, @JsonProperty("memories_deleted") int memoriesDeleted) {}

  @GetMapping("/v1/memory/collections")
  @Requires(Right.READ)
  List<CollectionView> list(Caller caller) {
    return spaces.list(caller.tenantId(), caller.keyId()).stream().map(CollectionView::of).toList();
  }

  @PostMapping("/v1/memory/collections")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Right.WRITE)
  CollectionView create(Caller caller, JsonFields body) {
    String name = body.requiredText("name", 1, CollectionName.LONGEST);
    Optional<String> description = body.text("description", 0, LONGEST_DESCRIPTION);
    Map<String, Object> metadata = body.object("metadata", MemoryFields.LARGEST_METADATA);
    body.check();
    return CollectionView.of(
        spaces.create(caller, CollectionName.require(name, "body", "name"), description, metadata));
  }

  @GetMapping("/v1/memory/collections/{collection}")
  @Requires(Right.READ)
  CollectionView get(Caller caller, @PathVariable String collection) {
    spaces.requireReadable(caller, collection);
    return spaces
        .find(caller.tenantId(), caller.keyId(), collection)
        .map(CollectionView::of)
        .orElseThrow(CollectionRoutes::unknown);
  }

  @PutMapping("/v1/memory/collections/{collection}")
  @Requires(Right.WRITE)
  CollectionView update(Caller caller, @PathVariable String collection, JsonFields body) {
    Optional<String> description = body.text("description", 0, LONGEST_DESCRIPTION);
    Optional<Map<String, Object>> metadata = MemoryFields.metadata(body);
    body.check();
    spaces.requireReadable(caller, collection);
    return CollectionView.of(
        spaces.update(
            caller,
            collection,
            description.isPresent() ? Optional.of(description) : Optional.empty(),
            metadata));
  }

  @DeleteMapping("/v1/memory/collections/{collection}")
  @Requires(Right.WRITE)
  Deleted delete(Caller caller, @PathVariable String collection) {
    spaces.requireReadable(caller, collection);
    return new Deleted(true, deletion.delete(caller, collection));
  }

  private static HypnosException unknown() {
    return new HypnosException(ErrorCode.NOT_FOUND, "Collection not found");
  }
}
