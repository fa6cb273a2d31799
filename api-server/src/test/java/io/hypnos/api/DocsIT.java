package io.hypnos.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The descriptions that the running server gives, against the routes that it has. */
final class DocsIT {
  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final List<String> DIALECTS =
      List.of("mnemoverse", "rememberos", "mnemos", "operator");

  @Test
  void everyRouteIsDescribedAndNothingElse() {
    Set<String> described = new TreeSet<>();
    for (String dialect : DIALECTS) {
      JsonNode paths = description(dialect).path("paths");
      for (String path : paths.propertyNames()) {
        for (String method : paths.path(path).propertyNames()) {
          described.add(method.toUpperCase(Locale.ROOT) + " " + path);
        }
      }
    }

    assertThat(described).isEqualTo(routes());
  }

  @Test
  void descriptionsAreOpenApiWithTheVersionOfTheProduct() {
    for (String dialect : DIALECTS) {
      JsonNode description = description(dialect);
      assertThat(description.path("openapi").asString()).isEqualTo("3.1.0");
      assertThat(description.path("info").path("version").asString())
          .matches("\\d+\\.\\d+\\.\\d+.*");
    }
    assertThat(API.anonymous().get("/openapi.json").body().path("info").path("title").asString())
        .isEqualTo("RememberOS API");
  }

  @Test
  void thePageIsHtmlAndAnUnknownDialectIsNotFound() {
    assertThat(API.anonymous().get("/docs").header("Content-Type")).startsWith("text/html");
    assertThat(API.anonymous().get("/docs").text()).contains("<title>Hypnos API</title>");
    assertThat(API.anonymous().get("/docs/klingon/openapi.json").status()).isEqualTo(404);
  }

  private static JsonNode description(String dialect) {
    return API.anonymous().get("/docs/" + dialect + "/openapi.json").body();
  }

  private static Set<String> routes() {
    Set<String> routes = new TreeSet<>();
    API.server()
        .context()
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .forEach(
            mapping ->
                mapping
                    .getMethodsCondition()
                    .getMethods()
                    .forEach(
                        method ->
                            mapping
                                .getPatternValues()
                                .forEach(path -> routes.add(method.name() + " " + path))));
    routes.removeIf(route -> route.contains("/docs") || route.endsWith("/openapi.json"));
    return routes;
  }
}
