package io.hypnos.settings;

/** Renders docs/settings.md. */
public final class SettingsReference {
  private SettingsReference() {}

  public static String markdown() {
    StringBuilder page = new StringBuilder();
    page.append("# Settings\n\n")
        .append(
            "Settings come from `hypnos.yml` (in the working directory, or the file that"
                + " `HYPNOS_CONFIG` names), then\n")
        .append(
            "from the environment, which wins. An unknown name or a bad value refuses the start"
                + " with a sentence that\n")
        .append(
            "says what was meant. This page is generated from the code; a test keeps it fresh.\n\n")
        .append("```yaml\nhypnos:\n  api:\n    port: 9090\n```\n\n")
        .append("is the same as `HYPNOS_API_PORT=9090`.\n");
    String group = null;
    for (SettingDefinition definition : Settings.definitions()) {
      String current = groupOf(definition.key());
      if (!current.equals(group)) {
        group = current;
        page.append("\n## ")
            .append(group)
            .append("\n\n")
            .append(
                "| setting | environment | type | default | limits | meaning |\n"
                    + "|---|---|---|---|---|---|\n");
      }
      page.append(
          "| `%s` | `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  definition.key(),
                  definition.environmentName(),
                  definition.typeName(),
                  code(definition.setting().value()),
                  limits(definition.setting()),
                  definition.setting().doc()));
    }
    return page.toString();
  }

  private static String groupOf(String key) {
    int last = key.lastIndexOf('.');
    return key.substring(0, last);
  }

  private static String code(String text) {
    return text.isEmpty() ? "–" : "`" + text + "`";
  }

  private static String limits(Setting setting) {
    if (setting.min().isEmpty() && setting.max().isEmpty()) {
      return "–";
    }
    return (setting.min() + " … " + setting.max()).trim();
  }
}
