package io.hypnos.api.rememberos;

import io.hypnos.api.web.FormFields;
import io.hypnos.api.web.UploadForm;
import io.hypnos.engine.memory.NewMemory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of an upload beside its files.
 *
 * @param given what the caller has written about the files
 */
record UploadFields(Map<String, String> given, String collection, JsonMapper json) {
  private static final Set<String> STRUCTURED = Set.of("importance", "metadata");
  private static final String TEXT = "text";
  private static final String ANY_TEXT = "to be read from the file";

  static UploadFields from(UploadForm form, String collection, JsonMapper json) {
    UploadFields fields = new UploadFields(Map.copyOf(form.fields()), collection, json);
    if (form.files().isEmpty()) {
      throw FileRoutes.missing("files");
    }
    // What is wrong is said before a file is read.
    fields.memory(fields.text().orElse(ANY_TEXT));
    return fields;
  }

  Optional<String> text() {
    return Optional.ofNullable(given.get(TEXT)).filter(text -> !text.isEmpty());
  }

  NewMemory memory(String text) {
    Map<String, String> all = new HashMap<>(given);
    all.put(TEXT, text);
    return MemoryFields.memory(new FormFields(json, STRUCTURED).of(all), collection);
  }
}
