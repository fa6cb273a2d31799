package io.hypnos.api.mnemoverse;

import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Atoms to write, one after the other. What is wrong with one of them is its own affair; what is
 * wrong with the list, or an item that supersedes, is the whole batch's.
 */
record WriteBatch(List<Item> items) {
  private static final int MOST_ITEMS = 500;

  /** {@code body}, {@code items}, the index. */
  private static final int WHERE_AN_ITEM_IS = 3;

  private static final int LONGEST_SENTENCE = 300;

  /** A request, or what is wrong with it. */
  record Item(WriteRequest request, String error) {
    boolean isSound() {
      return error == null;
    }
  }

  static WriteBatch from(JsonFields fields, boolean believed) {
    List<JsonFields> objects = fields.requiredObjects("items", 1, MOST_ITEMS);
    fields.refuseUnknown();
    fields.check();
    refuseSupersession(objects);
    return new WriteBatch(objects.stream().map(object -> item(object, believed)).toList());
  }

  private static void refuseSupersession(List<JsonFields> objects) {
    List<Violation> violations = new ArrayList<>();
    for (int index = 0; index < objects.size(); index++) {
      if (objects.get(index).has("supersedes")) {
        violations.add(
            new Violation(
                List.of("body", "items", index, "supersedes"),
                "supersedes is not possible in a batch",
                "value_error"));
      }
    }
    if (!violations.isEmpty()) {
      throw new FailedRequestException(Failure.invalid(violations));
    }
  }

  private static Item item(JsonFields object, boolean believed) {
    try {
      return new Item(WriteRequest.from(object, believed), null);
    } catch (FailedRequestException e) {
      return new Item(
          null,
          e.failure().violations().stream()
              .map(WriteBatch::sentence)
              .collect(Collectors.joining("; ")));
    }
  }

  private static String sentence(Violation violation) {
    String where =
        violation.location().stream()
            .skip(WHERE_AN_ITEM_IS)
            .map(String::valueOf)
            .collect(Collectors.joining("."));
    String line = where + ": " + violation.message();
    return line.length() > LONGEST_SENTENCE ? line.substring(0, LONGEST_SENTENCE) : line;
  }
}
