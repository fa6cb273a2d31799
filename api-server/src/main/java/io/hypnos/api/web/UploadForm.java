package io.hypnos.api.web;

import io.hypnos.engine.intake.UploadedFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A form with files. */
public record UploadForm(List<UploadedFile> files, Map<String, String> fields) {
  public UploadForm {
    files = List.copyOf(files);
    fields = Map.copyOf(fields);
  }

  public Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }
}
