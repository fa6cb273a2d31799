package io.hypnos.connectors.linear;

/**
 * What is asked. Connections cost their length times their content, so lists within lists are
 * short.
 */
final class LinearQueries {
  private static final String FIELDS =
      """
      id identifier title description url priorityLabel createdAt updatedAt archivedAt trashed
      state { name type } assignee { name displayName } creator { name displayName }
      team { key name } project { name }
      """;

  private static final String COMMENT =
      """
      nodes { id body createdAt user { name displayName } externalUser { name } botActor { name } }
      pageInfo { hasNextPage endCursor }
      """;

  static final String CHECK =
      """
      query Check { viewer { id } issues(first: 1) { nodes { id } } }
      """;

  static final String LIST =
      """
      query Issues($after: String, $filter: IssueFilter) {
        issues(first: 50, after: $after, filter: $filter, orderBy: updatedAt, includeArchived: true) {
          nodes {
            %s
            labels(first: 20) { nodes { name } pageInfo { hasNextPage } }
            comments(first: 10) { %s }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
      """
          .formatted(FIELDS, COMMENT);

  static final String ONE =
      """
      query Issue($id: String!) {
        issue(id: $id) {
          %s
          labels(first: 100) { nodes { name } }
          comments(first: 50) { %s }
        }
      }
      """
          .formatted(FIELDS, COMMENT);

  static final String COMMENTS =
      """
      query Comments($id: String!, $after: String) {
        issue(id: $id) { comments(first: 50, after: $after) { %s } }
      }
      """
          .formatted(COMMENT);

  /** By the time of creation, which never changes, so that nothing moves while it is read. */
  static final String ALIVE =
      """
      query Alive($after: String) {
        issues(first: 250, after: $after, orderBy: createdAt) {
          nodes { id }
          pageInfo { hasNextPage endCursor }
        }
      }
      """;

  private LinearQueries() {}
}
