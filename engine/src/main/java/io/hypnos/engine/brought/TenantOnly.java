package io.hypnos.engine.brought;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * Reads no row of another tenant from the database that a tenant brought. Its owner can write there
 * what it likes, and upkeep acts on what it reads in the name of the tenant that a row names.
 */
final class TenantOnly {
  private static final String COLUMN = "tenant_id";

  /** The server is well, and what it holds is not. */
  private static final String BAD_DATA = "22000";

  private final UUID tenantId;

  private TenantOnly(UUID tenantId) {
    this.tenantId = tenantId;
  }

  static Connection connection(Connection raw, UUID tenantId) {
    return new TenantOnly(tenantId).wrapped(Connection.class, raw);
  }

  private <T> T wrapped(Class<T> type, Object raw) {
    InvocationHandler handler = (proxy, method, arguments) -> call(raw, method, arguments);
    return type.cast(
        Proxy.newProxyInstance(TenantOnly.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Object call(Object raw, Method method, Object[] arguments) throws Throwable {
    Object answer;
    try {
      answer = method.invoke(raw, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (raw instanceof ResultSet row) {
      requireOwn(row, method, arguments, answer);
    }
    return guarded(answer);
  }

  private Object guarded(Object answer) {
    if (answer instanceof ResultSet) {
      return wrapped(ResultSet.class, answer);
    }
    if (answer instanceof CallableStatement) {
      return wrapped(CallableStatement.class, answer);
    }
    if (answer instanceof PreparedStatement) {
      return wrapped(PreparedStatement.class, answer);
    }
    return answer instanceof Statement ? wrapped(Statement.class, answer) : answer;
  }

  private void requireOwn(ResultSet row, Method method, Object[] arguments, Object answer)
      throws SQLException {
    boolean reads =
        answer != null
            && arguments != null
            && (method.getName().equals("getObject") || method.getName().equals("getString"));
    if (reads && isTenant(row, arguments[0]) && !answer.toString().equals(tenantId.toString())) {
      throw new SQLException("the database holds rows of another tenant", BAD_DATA);
    }
  }

  private static boolean isTenant(ResultSet row, Object column) throws SQLException {
    String name =
        column instanceof Integer index
            ? row.getMetaData().getColumnLabel(index)
            : column.toString();
    return name.equalsIgnoreCase(COLUMN);
  }
}
