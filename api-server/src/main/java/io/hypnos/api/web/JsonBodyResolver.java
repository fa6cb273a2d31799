package io.hypnos.api.web;

import io.hypnos.settings.DataSize;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Gives a route the fields of its JSON body. */
public final class JsonBodyResolver implements HandlerMethodArgumentResolver {
  private final JsonMapper json;
  private final BoundedBody bodies;
  private final BoundedBody largeBodies;

  /**
   * @param largeLimit of bodies that are marked as {@link LargeBody}
   * @param largeBudget of those that are larger than others may be
   */
  public JsonBodyResolver(
      JsonMapper json,
      DataSize limit,
      MemoryBudget budget,
      DataSize largeLimit,
      MemoryBudget largeBudget) {
    this.json = json;
    this.bodies = new BoundedBody(limit, budget);
    this.largeBodies = new BoundedBody(largeLimit, largeBudget);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == JsonFields.class;
  }

  @Override
  public JsonFields resolveArgument(
      MethodParameter parameter,
      ModelAndViewContainer container,
      NativeWebRequest webRequest,
      WebDataBinderFactory binders) {
    HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
    requireJson(request.getContentType());
    boolean large = parameter.hasParameterAnnotation(LargeBody.class) && !bodies.fits(request);
    byte[] body = (large ? largeBodies : bodies).read(request);
    BareText bare = parameter.getParameterAnnotation(BareText.class);
    return bare == null ? fields(body) : textOrFields(body, bare.value());
  }

  private static void requireJson(String contentType) {
    if (contentType == null) {
      return;
    }
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    boolean isJson =
        type.equals("application/json")
            || (type.startsWith("application/") && type.endsWith("+json"));
    if (!isJson) {
      throw new FailedRequestException(
          Failure.wrongContentType("Expected a body of type application/json."));
    }
  }

  /** A body that is a text is an object with that in one field. */
  JsonFields textOrFields(byte[] body, String field) {
    JsonNode parsed = parsed(body);
    return parsed.isString()
        ? new JsonFields(json.createObjectNode().put(field, parsed.asString()), json)
        : fields(parsed);
  }

  /** An empty body is an object without fields: the route says which of them it needs. */
  JsonFields fields(byte[] body) {
    return fields(parsed(body));
  }

  private JsonFields fields(JsonNode parsed) {
    if (parsed.isMissingNode()) {
      return new JsonFields(json.createObjectNode(), json);
    }
    if (parsed instanceof ObjectNode object) {
      return new JsonFields(object, json);
    }
    throw new FailedRequestException(
        Failure.invalid(
            List.of(
                new Violation(
                    List.of("body"), "Input should be a JSON object", "model_attributes_type"))));
  }

  private JsonNode parsed(byte[] body) {
    try {
      return json.readTree(body);
    } catch (StreamConstraintsException e) {
      throw new FailedRequestException(
          Failure.malformed(
              "The JSON is nested too deeply, holds too many values or an endless number."));
    } catch (JacksonException e) {
      throw new FailedRequestException(Failure.malformed("The body is not valid JSON" + at(e)));
    }
  }

  private static String at(JacksonException thrown) {
    return thrown.getLocation() == null
        ? "."
        : " (line "
            + thrown.getLocation().getLineNr()
            + ", column "
            + thrown.getLocation().getColumnNr()
            + ").";
  }
}
