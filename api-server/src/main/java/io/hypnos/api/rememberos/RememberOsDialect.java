package io.hypnos.api.rememberos;

import io.hypnos.api.web.ErrorRenderer;
import io.hypnos.engine.Engine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** The routes and the voice of this dialect. */
@Configuration(proxyBeanMethods = false)
@Import({
  CollectionRoutes.class,
  MemoryRoutes.class,
  MemoryStateRoutes.class,
  RelatedRoutes.class,
  OversightRoutes.class,
  MetricsRoutes.class,
  ProxyRoutes.class,
  StatusRoutes.class,
  WebhookRoutes.class,
  McpRoutes.class,
  StorageRoutes.class,
  ModelRoutes.class,
  KeyRoutes.class,
  AccountRoutes.class,
  ExportRoutes.class,
  ImportRoutes.class,
  SignupRoutes.class,
  FileRoutes.class,
  HygieneRoutes.class,
  LearningRoutes.class,
  KnowledgeRoutes.class,
  AgentRoutes.class,
  SearchRoutes.class,
  DropRoutes.class,
  BatchRoutes.class,
  BillingRoutes.class,
  DatabaseRoutes.class,
  HealthRoutes.class,
  IngestRoutes.class,
  UploadRoutes.class,
  HistoryRoutes.class
})
public class RememberOsDialect {

  @Bean
  ErrorRenderer rememberosErrors() {
    return new RememberOsErrors();
  }

  /** Registered with the beans, so before anything is sent. */
  @Bean
  WebhookFormat rememberosWebhookFormat(Engine engine, MemoryViews views, JsonMapper json) {
    WebhookFormat format = new WebhookFormat(views, json);
    engine.outbound().formats().register(format);
    return format;
  }

  @Bean
  AuditNotes rememberosAudit(Engine engine) {
    return new AuditNotes(engine.database(), engine.audit());
  }

  @Bean
  StageFigures rememberosStages() {
    return new StageFigures();
  }

  @Bean
  MemoryViews rememberosViews(Engine engine) {
    return new MemoryViews(engine.attachments(), engine.keys());
  }

  @Bean
  CollectionMemories rememberosMemories(Engine engine) {
    return new CollectionMemories(engine.knowledge().spaces(), engine.memories().reader());
  }

  @Bean
  McpTools mcpTools(
      Engine engine,
      SearchRoutes search,
      MemoryRoutes memories,
      CollectionRoutes collections,
      RelatedRoutes related,
      KnowledgeRoutes knowledge,
      HygieneRoutes hygiene,
      JsonMapper json) {
    return new McpTools(
        engine.memories().reader(),
        search,
        memories,
        collections,
        related,
        knowledge,
        hygiene,
        json);
  }
}
