package io.hypnos.api.docs;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.ProductVersion;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The descriptions and the page that shows them; open to everybody. */
@RestController
public final class DocsRoutes {
  private final Map<String, ApiDescription> descriptions;
  private final String page;

  public DocsRoutes(ProductVersion version) {
    this.descriptions =
        ApiDescription.NAMES.stream()
            .map(name -> ApiDescription.of(name, version.text()))
            .collect(Collectors.toMap(ApiDescription::name, Function.identity()));
    this.page = ApiDescription.resource("/openapi/index.html");
  }

  @GetMapping("/docs")
  @Requires(Right.NONE)
  ResponseEntity<String> page() {
    return ResponseEntity.ok().contentType(MediaType.TEXT_HTML).body(page);
  }

  @GetMapping("/docs/{dialect}/openapi.json")
  @Requires(Right.NONE)
  ResponseEntity<String> description(@PathVariable String dialect) {
    String json =
        Optional.ofNullable(descriptions.get(dialect))
            .map(ApiDescription::json)
            .orElseThrow(
                () ->
                    new FailedRequestException(Failure.of(FailureKind.UNKNOWN_ROUTE, "Not Found")));
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json);
  }

  /** Where clients of RememberOS look. */
  @GetMapping("/openapi.json")
  @Requires(Right.NONE)
  ResponseEntity<String> rememberOs() {
    return description("rememberos");
  }
}
