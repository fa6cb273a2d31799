package io.hypnos.connectors.linear;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A GraphQL query taken apart, as far as connectors write them: one operation, no fragments. */
final class GraphQuery {
  /** A refusal of the whole query. */
  static final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message);
    }
  }

  /** A field with its arguments, their variables put in. */
  record Field(String name, Map<String, Object> arguments, List<Field> fields) {
    int number(String argument, int otherwise) {
      return arguments.get(argument) instanceof Number number ? number.intValue() : otherwise;
    }

    Optional<String> text(String argument) {
      Object value = arguments.get(argument);
      return value == null ? Optional.empty() : Optional.of(value.toString());
    }
  }

  private static final Pattern TOKEN =
      Pattern.compile("\\$?[A-Za-z_]\\w*|\"[^\"]*\"|-?\\d+|[{}():!]|\\S");

  private final List<String> tokens = new ArrayList<>();
  private final Map<String, String> declared = new LinkedHashMap<>();
  private final JsonNode variables;
  private int at;

  private GraphQuery(String query, JsonNode variables) {
    Matcher found = TOKEN.matcher(query.replace(",", " "));
    while (found.find()) {
      tokens.add(found.group());
    }
    this.variables = variables;
  }

  static List<Field> parse(String query, JsonNode variables) {
    GraphQuery parsed = new GraphQuery(query, variables);
    parsed.take("query");
    if (!parsed.peek().equals("{")) {
      parsed.next();
      parsed.declarations();
    }
    List<Field> fields = parsed.fields();
    for (String name : variables.propertyNames()) {
      if (!parsed.declared.containsKey("$" + name)) {
        throw new Invalid("Variable \"$" + name + "\" is not declared");
      }
    }
    return fields;
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private String next() {
    String token = peek();
    at++;
    return token;
  }

  private void take(String wanted) {
    String token = next();
    if (!token.equals(wanted)) {
      throw new Invalid("Syntax Error: Expected " + wanted + ", found " + token);
    }
  }

  private void declarations() {
    if (!peek().equals("(")) {
      return;
    }
    next();
    while (!peek().equals(")")) {
      String name = next();
      take(":");
      String type = next();
      boolean required = peek().equals("!");
      if (required) {
        next();
      }
      if (required && !variables.has(name.substring(1))) {
        throw new Invalid("Variable \"" + name + "\" of required type was not provided");
      }
      declared.put(name, type);
    }
    next();
  }

  private List<Field> fields() {
    take("{");
    List<Field> fields = new ArrayList<>();
    while (!peek().equals("}")) {
      String name = next();
      Map<String, Object> arguments = peek().equals("(") ? arguments() : Map.of();
      fields.add(new Field(name, arguments, peek().equals("{") ? fields() : List.of()));
      if (at >= tokens.size()) {
        throw new Invalid("Syntax Error: Unexpected <EOF>");
      }
    }
    next();
    return fields;
  }

  private Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    next();
    while (!peek().equals(")")) {
      String name = next();
      take(":");
      Object value = value(next());
      if (value != null) {
        arguments.put(name, value);
      }
    }
    next();
    return arguments;
  }

  private Object value(String token) {
    if (token.startsWith("$")) {
      String type = declared.get(token);
      if (type == null) {
        throw new Invalid("Variable \"" + token + "\" is not defined");
      }
      JsonNode value = variables.path(token.substring(1));
      if (value.isMissingNode() || value.isNull()) {
        return null;
      }
      if (type.equals("String") && !value.isString()) {
        throw new Invalid("Variable \"" + token + "\" got invalid value");
      }
      return type.equals("String") ? value.asString() : value;
    }
    return token.matches("-?\\d+") ? Integer.valueOf(token) : token.replace("\"", "");
  }
}
