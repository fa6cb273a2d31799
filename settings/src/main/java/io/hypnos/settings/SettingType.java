package io.hypnos.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Turns the text of a setting into the type of its record component, and back. */
final class SettingType {
  private SettingType() {}

  static Object parse(Type type, String text) {
    if (type instanceof ParameterizedType parameterized) {
      Type argument = parameterized.getActualTypeArguments()[0];
      if (parameterized.getRawType() == Optional.class) {
        return text.isEmpty() ? Optional.empty() : Optional.of(parse(argument, text));
      }
      return parseList(argument, text);
    }
    if (type == String.class) {
      return text;
    } else if (type == int.class) {
      return Integer.parseInt(number(text));
    } else if (type == long.class) {
      return Long.parseLong(number(text));
    } else if (type == double.class) {
      return finite(text);
    } else if (type == boolean.class) {
      return parseBoolean(text);
    } else if (type == Duration.class) {
      return DurationText.parse(text);
    } else if (type == DataSize.class) {
      return DataSize.parse(text);
    } else if (type == Secret.class) {
      return Secret.of(text);
    } else if (type == Path.class) {
      return parsePath(text);
    } else if (type == URI.class) {
      return parseUri(text);
    }
    throw new IllegalStateException("no text form for " + type);
  }

  static String format(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(SettingType::format).orElse("");
    } else if (value instanceof List<?> list) {
      return String.join(",", list.stream().map(SettingType::format).toList());
    } else if (value instanceof Duration duration) {
      return DurationText.format(duration);
    } else if (value instanceof Secret secret) {
      return secret.reveal();
    }
    return String.valueOf(value);
  }

  static String describe(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      String argument = describe(parameterized.getActualTypeArguments()[0]);
      return parameterized.getRawType() == Optional.class ? argument : "list of " + argument;
    }
    if (type == Duration.class) {
      return "duration";
    } else if (type == DataSize.class) {
      return "size";
    } else if (type == URI.class) {
      return "URL";
    } else if (type == int.class || type == long.class) {
      return "integer";
    } else if (type == double.class) {
      return "number";
    } else if (type == String.class) {
      return "text";
    }
    return ((Class<?>) type).getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  private static List<Object> parseList(Type argument, String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::trim)
        .filter(part -> !part.isEmpty())
        .map(part -> parse(argument, part))
        .toList();
  }

  private static String number(String text) {
    String digits = text.trim().replace("_", "");
    if (!digits.matches("-?\\d{1,18}")) {
      throw new IllegalArgumentException("expected a whole number");
    }
    return digits;
  }

  private static double finite(String text) {
    try {
      double value = Double.parseDouble(text.trim());
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a number", e);
    }
    throw new IllegalArgumentException("expected a finite number");
  }

  private static boolean parseBoolean(String text) {
    return switch (text.trim()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expected true or false");
    };
  }

  private static Path parsePath(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("expected a path");
    }
    return Path.of(text);
  }

  private static URI parseUri(String text) {
    URI uri = URI.create(text.trim());
    if (uri.getScheme() == null || uri.getHost() == null) {
      throw new IllegalArgumentException("expected a URL such as http://127.0.0.1:9200");
    }
    return uri;
  }
}
