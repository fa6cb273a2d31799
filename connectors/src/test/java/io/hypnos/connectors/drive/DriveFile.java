package io.hypnos.connectors.drive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of the fake; fields are for tests to change. */
final class DriveFile {
  final String id;
  final String type;
  final Instant created;
  final List<String> parents = new ArrayList<>();
  String name;
  String content;
  Instant modified;
  boolean trashed;
  boolean shared = true;
  boolean downloadable = true;
  Optional<Long> size = Optional.empty();
  Optional<String> forbidden = Optional.empty();
  String target = "";

  DriveFile(String id, String type, String content, Instant at) {
    this.id = id;
    this.type = type;
    this.name = "file " + id;
    this.content = content;
    this.created = at;
    this.modified = at;
  }

  boolean isNative() {
    return type.startsWith(DriveApi.NATIVE);
  }
}
