package io.hypnos.api.security;

import io.hypnos.api.web.RequestContext;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Principal;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives a route its caller: a {@link Caller}, or the whole {@link Principal}. */
public final class CallerResolver implements HandlerMethodArgumentResolver {
  private static final String ATTRIBUTE = Principal.class.getName();

  static void remember(HttpServletRequest request, Principal principal) {
    request.setAttribute(ATTRIBUTE, principal);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Caller.class
        || parameter.getParameterType() == Principal.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      ModelAndViewContainer container,
      NativeWebRequest webRequest,
      WebDataBinderFactory binders) {
    HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
    if (request.getAttribute(ATTRIBUTE) instanceof Principal principal) {
      return parameter.getParameterType() == Principal.class
          ? principal
          : Caller.of(principal, RequestContext.of(request).requestId());
    }
    throw new IllegalStateException("an open route asks who calls: " + parameter.getExecutable());
  }
}
