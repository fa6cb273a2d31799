package io.hypnos.connectors.drive;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.drive.DriveApi.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is in some folders and below them, breadth first, several folders a call. Drive filters by
 * one level only. Where the walk stands fits into a text, so that it can go on in another process.
 */
final class FolderTree {
  private static final int AT_ONCE = 20;

  private final DriveApi api;
  private final boolean trashToo;
  private final int pageSize;

  /**
   * @param trashToo whether files in the trash are listed as well
   */
  FolderTree(DriveApi api, boolean trashToo, int pageSize) {
    this.api = api;
    this.trashToo = trashToo;
    this.pageSize = pageSize;
  }

  /**
   * Where a walk stands.
   *
   * @param batch folders of the page being read
   * @param queue folders still to come
   * @param met every folder that was met, so that none is walked twice
   * @param page the token within the batch, empty at its start
   */
  record Place(List<String> batch, List<String> queue, List<String> met, String page) {
    Place {
      batch = List.copyOf(batch);
      queue = List.copyOf(queue);
      met = List.copyOf(met);
    }

    static Place at(Collection<String> folders) {
      List<String> once = List.copyOf(new LinkedHashSet<>(folders));
      return new Place(List.of(), once, once, "");
    }

    static Place parse(String text) {
      return JsonMapper.shared().readValue(text, Place.class);
    }

    String text() {
      return JsonMapper.shared().writeValueAsString(this);
    }
  }

  /**
   * A page of the walk.
   *
   * @param met every folder met so far
   */
  record Step(
      List<JsonNode> files, Optional<Place> next, Collection<String> met, boolean complete) {}

  Step step(Place place) {
    List<String> queue = new ArrayList<>(place.queue());
    List<String> batch = new ArrayList<>(place.batch());
    if (batch.isEmpty()) {
      List<String> head = queue.subList(0, Math.min(AT_ONCE, queue.size()));
      batch.addAll(head);
      head.clear();
    }
    Files files = list(batch, Optional.of(place.page()).filter(page -> !page.isEmpty()));
    LinkedHashSet<String> met = new LinkedHashSet<>(place.met());
    for (JsonNode file : files.files()) {
      String id = file.path("id").asString("");
      if (file.path("mimeType").asString("").equals(DriveApi.FOLDER) && met.add(id)) {
        queue.add(id);
      }
    }
    boolean over = files.next().isEmpty();
    Optional<Place> next =
        over && queue.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Place(
                    over ? List.of() : batch, queue, List.copyOf(met), files.next().orElse("")));
    return new Step(files.files(), next, met, files.complete());
  }

  private Files list(List<String> batch, Optional<String> page) {
    try {
      return api.list(query(batch), page, pageSize);
    } catch (ProviderFailure e) {
      if (page.isPresent() && e.is(Kind.EXPIRED_PAGE)) {
        return list(batch, Optional.empty());
      }
      if (page.isPresent() || !e.is(Kind.NOT_FOUND)) {
        throw e;
      }
      // A folder that is gone spoils the call for the others.
      batch.removeIf(id -> !lives(id));
      return batch.isEmpty()
          ? new Files(List.of(), Optional.empty(), true)
          : api.list(query(batch), Optional.empty(), pageSize);
    }
  }

  private boolean lives(String id) {
    try {
      return api.file(id).isObject();
    } catch (ProviderFailure e) {
      if (e.is(Kind.NOT_FOUND) || e.is(Kind.FORBIDDEN) || e.is(Kind.RECORD)) {
        return false;
      }
      throw e;
    }
  }

  private String query(List<String> batch) {
    String inside =
        batch.stream()
            .map(id -> DriveApi.quoted(id) + " in parents")
            .collect(Collectors.joining(" or "));
    String grouped = batch.size() == 1 ? inside : "(" + inside + ")";
    return trashToo ? grouped : grouped + " and trashed = false";
  }
}
