package io.hypnos.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.SpringBootConfiguration;

/** The door. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class HypnosApiServer {
  public static void main(String[] arguments) {
    SpringApplication.run(HypnosApiServer.class, arguments);
  }
}
