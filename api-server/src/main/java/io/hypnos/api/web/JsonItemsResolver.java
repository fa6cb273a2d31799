package io.hypnos.api.web;

import io.hypnos.settings.DataSize;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Gives a route the list of objects that is its body. */
public final class JsonItemsResolver implements HandlerMethodArgumentResolver {
  private static final int MOST = 1_000;
  private static final String ITEMS = "items";

  private final JsonMapper json;
  private final BoundedBody bodies;

  public JsonItemsResolver(JsonMapper json, DataSize limit, MemoryBudget budget) {
    this.json = json;
    this.bodies = new BoundedBody(limit, budget);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == JsonItems.class;
  }

  @Override
  public JsonItems resolveArgument(
      MethodParameter parameter,
      ModelAndViewContainer container,
      NativeWebRequest webRequest,
      WebDataBinderFactory binders) {
    JsonNode parsed = parsed(bodies.read(webRequest.getNativeRequest(HttpServletRequest.class)));
    if (!parsed.isArray()) {
      throw new FailedRequestException(
          Failure.invalid(
              List.of(
                  new Violation(List.of("body"), "Input should be a valid list", "list_type"))));
    }
    ObjectNode wrapped = json.createObjectNode();
    wrapped.set(ITEMS, parsed);
    JsonFields fields = new JsonFields(wrapped, json);
    List<JsonFields> items = fields.requiredObjects(ITEMS, 0, MOST);
    fields.check();
    return new JsonItems(items);
  }

  private JsonNode parsed(byte[] body) {
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      throw new FailedRequestException(Failure.malformed("The body is not valid JSON."));
    }
  }
}
