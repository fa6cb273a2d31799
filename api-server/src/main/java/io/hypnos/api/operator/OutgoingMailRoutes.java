package io.hypnos.api.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.PageQuery;
import io.hypnos.engine.Engine;
import io.hypnos.engine.account.MailOutbox;
import io.hypnos.engine.account.OutgoingMail;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Mail that this installation has written to tenants: links to keys, notices. Newest first. */
@RestController
final class OutgoingMailRoutes {
  private final MailOutbox outbox;

  OutgoingMailRoutes(Engine engine) {
    this.outbox = engine.mailOutbox();
  }

  record MailPage(List<MailView> mail) {}

  record MailView(
      @JsonProperty("mail_id") UUID mailId,
      @JsonProperty("tenant_id") UUID tenantId,
      String to,
      String subject,
      String body,
      @JsonProperty("created_at") Instant createdAt) {
    static MailView of(OutgoingMail mail) {
      return new MailView(
          mail.id(),
          mail.tenantId(),
          mail.recipient(),
          mail.subject(),
          mail.body(),
          mail.createdAt());
    }
  }

  @GetMapping("/admin/mail")
  @Requires(Right.OPERATE)
  MailPage mail(PageQuery page) {
    return new MailPage(outbox.latest(page.limit()).stream().map(MailView::of).toList());
  }
}
