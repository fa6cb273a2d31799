package io.hypnos.api;

import io.hypnos.settings.ApiSettings;
import io.hypnos.settings.HypnosSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** A running API server. */
final class ApiServer implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private ApiServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Returns once requests are answered. */
  static ApiServer start(HypnosSettings settings) {
    ListenCheck.portsAreFree(settings.api());
    SpringApplication application = new SpringApplication(ApiConfiguration.class);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setAddCommandLineProperties(false);
    application.addInitializers(context -> prepare(context, settings));
    try {
      return new ApiServer(application.run());
    } catch (RuntimeException e) {
      throw explained(e, settings.api());
    }
  }

  private static void prepare(ConfigurableApplicationContext context, HypnosSettings settings) {
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("hypnos", properties(settings.api())));
    ((GenericApplicationContext) context).registerBean(HypnosSettings.class, () -> settings);
  }

  private static Map<String, Object> properties(ApiSettings api) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("server.address", api.host());
    properties.put("server.port", api.port());
    properties.put("server.shutdown", "graceful");
    properties.put("server.tomcat.threads.max", api.threads());
    properties.put("server.tomcat.threads.min-spare", Math.min(api.threads(), 8));
    properties.put("server.tomcat.max-swallow-size", "32MB");
    properties.put("server.tomcat.max-part-count", api.maxFiles() * 2 + 50);
    properties.put("server.tomcat.max-part-header-size", "8KB");
    properties.put("spring.lifecycle.timeout-per-shutdown-phase", api.shutdownTimeout());
    properties.put("spring.main.lazy-initialization", false);
    properties.put("spring.jmx.enabled", false);
    properties.put("spring.web.resources.add-mappings", false);
    properties.put("spring.mvc.formcontent.filter.enabled", false);
    properties.put("management.server.address", ListenCheck.MANAGEMENT_HOST);
    properties.put("management.server.port", api.managementPort());
    properties.put("management.endpoints.web.exposure.include", "health,prometheus");
    properties.put("management.endpoint.health.probes.enabled", true);
    return properties;
  }

  private static RuntimeException explained(RuntimeException failure, ApiSettings api) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StartRefusedException refused) {
        return refused;
      }
      if (cause instanceof PortInUseException busy) {
        return ListenCheck.busy(api.host(), busy.getPort(), failure);
      }
    }
    return failure;
  }

  int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  int managementPort() {
    return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  @Override
  public void close() {
    context.close();
  }
}
