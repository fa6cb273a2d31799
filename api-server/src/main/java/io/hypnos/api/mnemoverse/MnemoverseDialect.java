package io.hypnos.api.mnemoverse;

import io.hypnos.api.web.ErrorRenderer;
import io.hypnos.engine.Engine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The routes and the voice of this dialect. */
@Configuration(proxyBeanMethods = false)
@Import({
  WriteRoutes.class,
  ReadRoutes.class,
  RecentRoutes.class,
  FeedbackRoutes.class,
  AtomRoutes.class,
  DomainRoutes.class,
  ConsolidateRoutes.class,
  ExportRoutes.class,
  GraphRoutes.class,
  RoomRoutes.class,
  VaultRoutes.class,
  HealthRoutes.class
})
public class MnemoverseDialect {

  @Bean
  ErrorRenderer mnemoverseErrors() {
    return new MnemoverseErrors();
  }

  @Bean
  Stores mnemoverseStores(Engine engine) {
    return new Stores(engine.knowledge().rooms());
  }

  @Bean
  Writes mnemoverseWrites(Engine engine, Stores stores) {
    return new Writes(engine.writer(), stores);
  }

  @Bean
  AtomReader mnemoverseReader(Engine engine, Stores stores) {
    return new AtomReader(engine.search(), engine.memories().revisions(), stores);
  }
}
