package io.hypnos.api.web;

import io.hypnos.settings.DataSize;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives a route the bytes of its body, within a limit and the budget of all such bodies. */
public final class RawBodyResolver implements HandlerMethodArgumentResolver {
  private final BoundedBody bodies;

  public RawBodyResolver(DataSize limit, MemoryBudget budget) {
    this.bodies = new BoundedBody(limit, budget);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == RawBody.class;
  }

  @Override
  public RawBody resolveArgument(
      MethodParameter parameter,
      ModelAndViewContainer container,
      NativeWebRequest webRequest,
      WebDataBinderFactory binders) {
    return new RawBody(bodies.read(webRequest.getNativeRequest(HttpServletRequest.class)));
  }
}
