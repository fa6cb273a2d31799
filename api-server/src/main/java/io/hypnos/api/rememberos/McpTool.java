package io.hypnos.api.rememberos;

import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Principal;
import jakarta.servlet.http.HttpServletRequest;
import tools.jackson.databind.JsonNode;

/**
 * A tool that an agent may call.
 *
 * @param writes whether a key that only reads is refused
 * @param schema of its arguments
 */
record McpTool(String name, String description, boolean writes, JsonNode schema, Work work) {
  /** One call of a tool. */
  record Call(
      HttpServletRequest request, Caller caller, Principal principal, JsonFields arguments) {}

  /** What a tool does; the answer is that of the route which does the same. */
  @FunctionalInterface
  interface Work {
    Object run(Call call);
  }
}
