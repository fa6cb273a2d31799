package io.hypnos.api.mnemoverse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.tenancy.Principal;
import io.hypnos.engine.tenancy.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who has written an atom, as a trusted caller said. Nobody else is believed: an admin's key may
 * write for others.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Author(
    String principal,
    Optional<String> agent,
    @JsonProperty("agent_name") Optional<String> agentName,
    @JsonProperty("client_env") Optional<String> clientEnv,
    @JsonProperty("is_external") Optional<Boolean> isExternal) {
  static final int LONGEST_NAME = 200;

  private static final String PRINCIPAL = "principal";
  private static final String AGENT = "agent";
  private static final String CLIENT_ENV = "client_env";
  private static final String IS_EXTERNAL = "is_external";
  private static final List<String> TEXTS = List.of(PRINCIPAL, AGENT, "agent_name", CLIENT_ENV);
  private static final int LARGEST = 4_096;

  static boolean believes(Principal principal) {
    return principal.operator() || principal.role() == Role.ADMIN;
  }

  /** What of the field is kept; nothing when the caller is not believed. */
  static Map<String, Object> from(JsonFields fields, boolean believed) {
    Map<String, Object> given = fields.object("author", LARGEST);
    Map<String, Object> kept = new LinkedHashMap<>();
    if (!believed || !(given.get(PRINCIPAL) instanceof String)) {
      return kept;
    }
    for (String name : TEXTS) {
      if (given.get(name) instanceof String text
          && !text.isBlank()
          && text.length() <= LONGEST_NAME) {
        kept.put(name, text);
      }
    }
    if (given.get(IS_EXTERNAL) instanceof Boolean external) {
      kept.put(IS_EXTERNAL, external);
    }
    return kept;
  }

  /** What a filter on authorship asks of the provenance. */
  static Map<String, String> wanted(JsonFields fields) {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (String name : List.of(PRINCIPAL, AGENT, CLIENT_ENV)) {
      fields.text("author_" + name, 0, LONGEST_NAME).ifPresent(text -> wanted.put(name, text));
    }
    fields
        .flag("author_" + IS_EXTERNAL)
        .ifPresent(external -> wanted.put(IS_EXTERNAL, String.valueOf(external)));
    return wanted;
  }

  static Map<String, String> excluded(JsonFields fields) {
    return fields
        .text("exclude_author", 0, LONGEST_NAME)
        .map(name -> Map.of(PRINCIPAL, name))
        .orElse(Map.of());
  }

  /** The author of an atom, or {@code null}. */
  static Author of(Memory memory) {
    Map<String, Object> provenance = memory.origin().provenance();
    if (!(provenance.get(PRINCIPAL) instanceof String principal)) {
      return null;
    }
    return new Author(
        principal,
        text(provenance, AGENT),
        text(provenance, "agent_name"),
        text(provenance, CLIENT_ENV),
        Optional.ofNullable(provenance.get(IS_EXTERNAL)).map(Boolean.TRUE::equals));
  }

  private static Optional<String> text(Map<String, Object> provenance, String name) {
    return Optional.ofNullable(provenance.get(name)).map(String::valueOf);
  }
}
