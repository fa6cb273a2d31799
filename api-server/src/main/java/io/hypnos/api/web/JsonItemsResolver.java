package io.hypnos.api.web;

import io.hypnos.settings.DataSize;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
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
      throw invalid("Input should be a valid list", "list_type", List.of("body"));
    }
    if (parsed.size() > MOST) {
      throw invalid("List should have at most " + MOST + " items", "too_long", List.of("body"));
    }
    List<JsonFields> items = new ArrayList<>();
    for (JsonNode item : parsed.values()) {
      List<Object> place = List.of("body", items.size());
      if (item instanceof ObjectNode object) {
        items.add(new JsonFields(object, json, new BodyViolations(place)));
      } else {
        throw invalid("Input should be an object", "dict_type", place);
      }
    }
    ObjectNode whole = json.createObjectNode();
    whole.set(ITEMS, parsed);
    return new JsonItems(items, new JsonFields(whole, json));
  }

  private static FailedRequestException invalid(String message, String type, List<Object> place) {
    return new FailedRequestException(
        Failure.invalid(List.of(new Violation(place, message, type))));
  }

  private JsonNode parsed(byte[] body) {
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      throw new FailedRequestException(Failure.malformed("The body is not valid JSON."));
    }
  }
}
