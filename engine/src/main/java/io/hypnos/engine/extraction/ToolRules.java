package io.hypnos.engine.extraction;

import java.util.List;
import java.util.Set;

/** What is used, and what it was changed for. */
final class ToolRules {
  private static final Set<String> STOPS =
      Set.of("for", "to", "in", "on", "with", "at", "from", "as", "and", "by");

  private ToolRules() {}

  static void apply(Scene scene) {
    switch (scene.group().lemma()) {
      case "use" -> use(scene);
      case "switch", "migrate" -> change(scene);
      case "replace" -> replace(scene);
      case "drop" -> drop(scene);
      default -> {
        // Another verb: the statement stands for itself.
      }
    }
  }

  private static void use(Scene scene) {
    VerbGroup group = scene.group();
    if (group.past() && !group.historical()) {
      return;
    }
    int purpose = scene.near(8, "for", "as");
    ValueSpan.Words tool = scene.values().until(scene.next(), STOPS);
    if (tool.isEmpty()) {
      return;
    }
    if (purpose > 0 && tool.to() <= purpose) {
      ValueSpan.Words what = scene.values().until(purpose + 1, Set.of("in", "on", "with", "at"));
      String slot = "tool for " + Canonical.of(scene.clause().text(what.from(), what.to()));
      scene.out().one(Attribute.STATUS, slot, tool);
    } else {
      scene.out().many(Attribute.STATUS, "tool", scene.values().parts(tool));
    }
  }

  /** "switched from Jira to Linear", "moved to Linear". */
  static void change(Scene scene) {
    int from = scene.near(6, "from");
    int to = scene.near(10, "to");
    if (to < 0 || (from >= 0 && from > to)) {
      return;
    }
    int subject = from >= 0 && from > scene.next() ? scene.next() : -1;
    if (from >= 0) {
      scene.out().from(scene.clause().text(from + 1, to));
    }
    ValueSpan.Words tool = scene.values().until(to + 1, STOPS);
    scene.out().changing();
    if (subject >= 0 && !tool.isEmpty()) {
      ValueSpan.Words what = scene.values().until(subject, Set.of("from"));
      String slot = "tool for " + Canonical.of(scene.clause().text(what.from(), what.to()));
      scene.out().one(Attribute.STATUS, slot, tool);
    } else {
      scene.out().many(Attribute.STATUS, "tool", tool.isEmpty() ? List.of() : List.of(tool));
    }
  }

  private static void replace(Scene scene) {
    int with = scene.near(6, "with", "by");
    if (with < 0 || scene.group().planned()) {
      return;
    }
    ValueSpan.Words old = scene.values().until(scene.next(), Set.of("with", "by"));
    ValueSpan.Words tool = scene.values().until(with + 1, STOPS);
    scene.out().from(scene.clause().text(old.from(), old.to())).changing();
    scene.out().many(Attribute.STATUS, "tool", tool.isEmpty() ? List.of() : List.of(tool));
  }

  private static void drop(Scene scene) {
    ValueSpan.Words tool = scene.values().until(scene.next(), STOPS);
    if (scene.clause().isCapitalised(scene.next()) && !tool.isEmpty()) {
      scene.out().ending().many(Attribute.STATUS, "tool", List.of(tool));
    }
  }
}
