package io.hypnos.api.rememberos;

import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.TextRules;
import io.hypnos.api.web.UploadForm;
import io.hypnos.api.web.Violation;
import io.hypnos.engine.intake.DropAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The fields of a drop beside its files. */
record DropForm(DropAttributes attributes, boolean async) {
  private static final int LONGEST_TEXT = 128;
  private static final List<String> YES = List.of("true", "1", "yes", "on", "t", "y");
  private static final List<String> NO = List.of("false", "0", "no", "off", "f", "n");

  static DropForm from(UploadForm form) {
    Reader reader = new Reader(form);
    DropForm result =
        new DropForm(
            new DropAttributes(
                reader.text("container_tag"), reader.text("category"), reader.share("importance")),
            reader.flag("async_ingest"));
    if (form.files().isEmpty()) {
      reader.reject("files", "Field required", "missing");
    }
    if (!reader.violations.isEmpty()) {
      throw new FailedRequestException(Failure.invalid(reader.violations));
    }
    return result;
  }

  /** Reads fields and collects what is wrong with them. */
  private static final class Reader {
    private final UploadForm form;
    private final List<Violation> violations = new ArrayList<>();

    Reader(UploadForm form) {
      this.form = form;
    }

    /** An empty field of a form is one that nobody has filled in. */
    private Optional<String> field(String name) {
      return form.field(name).filter(value -> !value.isEmpty());
    }

    Optional<String> text(String name) {
      Optional<String> value = field(name);
      if (value.filter(TextRules::isStorable).isEmpty() && value.isPresent()) {
        reject(name, "String must not hold NUL", "string_unicode");
      }
      if (value.filter(text -> TextRules.length(text) > LONGEST_TEXT).isPresent()) {
        reject(
            name, "String should have at most " + LONGEST_TEXT + " characters", "string_too_long");
      }
      return value;
    }

    Optional<Double> share(String name) {
      Optional<String> value = field(name);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      try {
        double number = Double.parseDouble(value.get());
        if (number >= 0 && number <= 1) {
          return Optional.of(number);
        }
        reject(name, "Input should be between 0 and 1", "value_error");
      } catch (NumberFormatException e) {
        reject(name, "Input should be a valid number", "float_parsing");
      }
      return Optional.empty();
    }

    boolean flag(String name) {
      String value = field(name).orElse("false").toLowerCase(Locale.ROOT);
      if (!YES.contains(value) && !NO.contains(value)) {
        reject(name, "Input should be a valid boolean", "bool_parsing");
      }
      return YES.contains(value);
    }

    void reject(String name, String message, String type) {
      violations.add(new Violation(List.of("body", name), message, type));
    }
  }
}
