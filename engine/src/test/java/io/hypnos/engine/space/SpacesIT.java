package io.hypnos.engine.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.Bare;
import io.hypnos.engine.TenantRows;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.graph.EdgeOrigin;
import io.hypnos.engine.graph.MemoryEdge;
import io.hypnos.engine.graph.Relations;
import io.hypnos.engine.task.NewTask;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.triple.NewTriple;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SpacesIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static Bare bare;
  private static TenantRows rows;
  private Caller tenant;
  private Spaces spaces;
  private SpaceGrants grants;

  @BeforeAll
  static void open() {
    bare = new Bare(STACK.settings());
    rows = new TenantRows(STACK.settings());
  }

  @AfterAll
  static void close() {
    bare.close();
    rows.close();
  }

  @BeforeEach
  void newTenant() {
    tenant = bare.tenant();
    spaces = bare.engine.knowledge().spaces();
    grants = bare.engine.knowledge().grants();
  }

  @Test
  void spacesCountWhatIsCurrentInThem() {
    spaces.create(tenant, "b", Optional.of("Books"), Map.of("color", "blue"));
    bare.write(tenant, "a", "one");
    UUID archived = bare.write(tenant, "a", "two");
    UUID expired = bare.write(tenant, "a", "three");
    Viewer viewer = Viewer.of(tenant);
    bare.engine.memories().editor().archive(tenant, viewer, archived, true);
    bare.engine
        .memories()
        .editor()
        .expire(tenant, viewer, expired, Optional.of(TenantRows.AT.minusSeconds(1)));

    List<Space> all = spaces.list(tenant.tenantId(), Optional.empty());

    assertThat(all).extracting(Space::name).containsExactly("a", "b");
    assertThat(all.get(0).memories()).isEqualTo(1);
    assertThat(all.get(1).description()).contains("Books");
    assertThat(all.get(1).metadata()).containsEntry("color", "blue");
    assertFails(ErrorCode.CONFLICT, () -> spaces.create(tenant, "a", Optional.empty(), Map.of()));
    assertFails(ErrorCode.VALIDATION, () -> spaces.create(tenant, "", Optional.empty(), Map.of()));
    assertFails(
        ErrorCode.VALIDATION, () -> spaces.create(tenant, "\u0000", Optional.empty(), Map.of()));
  }

  @Test
  void whatIsSaidOfASpaceCanBeChanged() {
    spaces.create(tenant, "s", Optional.of("Old"), Map.of("a", 1));

    Space kept = spaces.update(tenant, "s", Optional.empty(), Optional.of(Map.of("b", 2)));
    Space cleared = spaces.update(tenant, "s", Optional.of(Optional.empty()), Optional.empty());

    assertThat(kept.description()).contains("Old");
    assertThat(cleared.description()).isEmpty();
    assertThat(cleared.metadata()).containsOnlyKeys("b");
    assertFails(
        ErrorCode.NOT_FOUND,
        () -> spaces.update(tenant, "none", Optional.empty(), Optional.empty()));
  }

  @Test
  void theFirstGrantClosesASpaceAndTheLastOneOpensIt() {
    Caller reader = agent();
    Caller other = agent();
    bare.write(tenant, "s", "text");
    requireWrite(other, "s");

    SpaceGrant grant = grants.put(tenant, "s", key(reader), true, false);

    assertThat(grant.active()).isTrue();
    assertThat(spaces.find(tenant.tenantId(), reader.keyId(), "s").orElseThrow().restricted())
        .isTrue();
    assertThat(spaces.find(tenant.tenantId(), other.keyId(), "s")).isEmpty();
    assertThat(spaces.list(tenant.tenantId(), other.keyId())).isEmpty();
    assertFails(ErrorCode.FORBIDDEN, () -> requireWrite(reader, "s"));
    assertFails(ErrorCode.FORBIDDEN, () -> requireWrite(other, "s"));
    requireWrite(tenant, "s");
    grants.put(tenant, "s", key(reader), false, true);
    requireWrite(reader, "s");
    assertThat(spaces.find(tenant.tenantId(), reader.keyId(), "s")).isEmpty();

    assertThat(grants.delete(tenant, "s", key(reader))).isFalse();
    requireWrite(other, "s");
    assertThat(spaces.find(tenant.tenantId(), other.keyId(), "s")).isPresent();
  }

  @Test
  void revokingAKeyOpensNothing() {
    Caller reader = agent();
    Caller other = agent();
    bare.write(tenant, "s", "text");
    grants.put(tenant, "s", key(reader), true, true);

    rows.revoke(tenant.tenantId(), key(reader));

    assertThat(grants.list(tenant.tenantId(), "s"))
        .extracting(SpaceGrant::active)
        .containsExactly(false);
    assertThat(spaces.find(tenant.tenantId(), other.keyId(), "s")).isEmpty();
    assertFails(ErrorCode.FORBIDDEN, () -> requireWrite(other, "s"));
    assertFails(ErrorCode.NOT_FOUND, () -> grants.put(tenant, "s", key(reader), true, true));
  }

  @Test
  void grantsNeedASpaceAndAKeyOfTheTenant() {
    Caller foreign = agentOf(bare.tenant());
    bare.write(tenant, "s", "text");

    assertFails(ErrorCode.NOT_FOUND, () -> grants.put(tenant, "s", key(foreign), true, true));
    assertFails(ErrorCode.NOT_FOUND, () -> grants.put(tenant, "none", key(agent()), true, true));
    assertFails(ErrorCode.NOT_FOUND, () -> grants.delete(tenant, "s", UUID.randomUUID()));
  }

  @Test
  void aDeletedSpaceLeavesNothingBehind() {
    UUID inside = bare.write(tenant, "gone", "inside");
    UUID forgotten = bare.write(tenant, "gone", "forgotten");
    bare.engine.memories().editor().forget(tenant, Viewer.of(tenant), forgotten);
    UUID outside = bare.write(tenant, "stays", "outside");
    bare.engine
        .knowledge()
        .links()
        .add(
            tenant,
            Viewer.of(tenant),
            MemoryEdge.of(outside, inside, Relations.RELATED_TO, EdgeOrigin.NATIVE));
    bare.engine
        .knowledge()
        .triples()
        .create(tenant, Viewer.of(tenant), NewTriple.of("gone", "s", "p", "o"));
    bare.engine.knowledge().tasks().create(tenant, List.of(NewTask.of("gone", inside, "to do")));
    Caller agent = agent();
    grants.put(tenant, "gone", key(agent), true, false);
    assertFails(
        ErrorCode.FORBIDDEN, () -> bare.engine.knowledge().spaceDeletion().delete(agent, "gone"));

    int deleted = bare.engine.knowledge().spaceDeletion().delete(tenant, "gone");

    assertThat(deleted).isEqualTo(1);
    for (String table :
        List.of("memory", "triple", "task", "space_grant", "space", "memory_version")) {
      assertThat(count("SELECT count(*) FROM %s WHERE space = 'gone'".formatted(table)))
          .as(table)
          .isZero();
    }
    assertThat(count("SELECT count(*) FROM memory_edge")).isZero();
    assertThat(count("SELECT count(*) FROM memory_branch")).isEqualTo(1);
    assertThat(count("SELECT count(DISTINCT memory_id) FROM outbox WHERE change = 'deleted'"))
        .isEqualTo(2);
    assertThat(count("SELECT count(*) FROM audit WHERE action = 'space.delete'")).isEqualTo(1);
    assertThat(bare.engine.memories().reader().find(Viewer.of(tenant), outside, History.NONE))
        .isPresent();
    assertFails(
        ErrorCode.NOT_FOUND, () -> bare.engine.knowledge().spaceDeletion().delete(tenant, "gone"));
  }

  private long count(String sql) {
    return rows.query(tenant.tenantId(), sql, Long.class).get(0);
  }

  private void requireWrite(Caller caller, String space) {
    bare.engine
        .database()
        .<Void>inTenant(
            caller.tenantId(),
            handle -> {
              new SpaceAccess()
                  .requireWrite(handle, caller.tenantId(), caller.keyId(), List.of("open", space));
              return null;
            });
  }

  private Caller agent() {
    return agentOf(tenant);
  }

  private static Caller agentOf(Caller owner) {
    return new Caller(
        owner.tenantId(), Optional.of(rows.key(owner.tenantId())), owner.plan(), "agent");
  }

  private static UUID key(Caller agent) {
    return agent.keyId().orElseThrow();
  }

  private static void assertFails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(HypnosException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
