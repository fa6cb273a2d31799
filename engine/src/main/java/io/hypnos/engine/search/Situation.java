package io.hypnos.engine.search;

import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import io.hypnos.engine.visibility.Visibility;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How things stand when a search begins.
 *
 * @param searchable moves with every write of the tenant that the index has taken
 * @param state of the spaces that are looked at; it never comes back after a write, also not when a
 *     space is deleted and made again
 */
record Situation(Visibility visibility, String searchable, String state) {
  private static final String VERSIONS =
      """
      SELECT count(*) || '/' || coalesce(sum(searchable_version), 0)
             || '/' || coalesce(sum(hashtextextended(
                         incarnation || '/' || searchable_version, 0)), 0) AS searchable,
             count(*) FILTER (WHERE looked_at)
             || '/' || coalesce(sum(searchable_version) FILTER (WHERE looked_at), 0)
             || '/' || coalesce(sum(version) FILTER (WHERE looked_at), 0)
             || '/' || coalesce(sum(hashtextextended(
                         incarnation || '/' || version || '/' || searchable_version, 0))
                         FILTER (WHERE looked_at), 0) AS state
      FROM (
        SELECT incarnation, version, searchable_version,
               NOT :confined OR space = ANY(:spaces) AS looked_at
        FROM space
        WHERE tenant_id = :tenant) AS looked
      """;

  /**
   * @param wholeTenant whether writes into other spaces matter too
   */
  static Situation find(
      Handle handle,
      Visibilities visibilities,
      Viewer viewer,
      SearchRequest request,
      boolean wholeTenant) {
    Visibility visibility =
        visibilities.resolve(handle, viewer, request.spaces(), request.history(), request.asOf());
    Optional<List<String>> spaces = wholeTenant ? Optional.empty() : request.spaces();
    return handle
        .createQuery(VERSIONS)
        .bind("tenant", viewer.tenantId())
        .bind("confined", spaces.isPresent())
        .bind("spaces", spaces.orElse(List.of()).toArray(String[]::new))
        .map(
            (row, context) ->
                new Situation(visibility, row.getString("searchable"), row.getString("state")))
        .one();
  }
}
