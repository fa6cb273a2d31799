package io.hypnos.api.web;

import io.hypnos.settings.DataSize;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives a route the bytes of its body, within the limit and the budget of JSON bodies. */
public final class RawJsonResolver implements HandlerMethodArgumentResolver {
  private final BoundedBody bodies;

  public RawJsonResolver(DataSize limit, MemoryBudget budget) {
    this.bodies = new BoundedBody(limit, budget);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == RawJson.class;
  }

  @Override
  public RawJson resolveArgument(
      MethodParameter parameter,
      ModelAndViewContainer container,
      NativeWebRequest webRequest,
      WebDataBinderFactory binders) {
    return new RawJson(bodies.read(webRequest.getNativeRequest(HttpServletRequest.class)));
  }
}
