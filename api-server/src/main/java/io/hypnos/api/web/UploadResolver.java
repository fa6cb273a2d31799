package io.hypnos.api.web;

import io.hypnos.engine.intake.UploadedFile;
import io.hypnos.settings.ApiSettings;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.tomcat.util.http.fileupload.impl.FileCountLimitExceededException;
import org.apache.tomcat.util.http.fileupload.impl.SizeLimitExceededException;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Gives a route its uploaded files, which are the parts named {@code files} or {@code file}. A file
 * over the limit comes without its bytes, so that it can be refused by name while the others go on.
 */
public final class UploadResolver implements HandlerMethodArgumentResolver {
  /** No single upload is larger, whatever its files may be. */
  public static final long LARGEST_UPLOAD = 200L * 1024 * 1024;

  private static final String FILES = "files";
  private static final Set<String> FILE_PARTS = Set.of(FILES, "file");
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  private final ApiSettings limits;
  private final MemoryBudget budget;

  public UploadResolver(ApiSettings limits, MemoryBudget budget) {
    this.limits = limits;
    this.budget = budget;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == UploadForm.class;
  }

  @Override
  public UploadForm resolveArgument(
      MethodParameter parameter,
      ModelAndViewContainer container,
      NativeWebRequest webRequest,
      WebDataBinderFactory binders) {
    HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
    requireForm(request.getContentType());
    MostFiles rule = parameter.getParameterAnnotation(MostFiles.class);
    List<Part> files = parts(request, rule).stream().filter(UploadResolver::isFile).toList();
    if (files.size() > most(rule)) {
      throw tooManyFiles(rule);
    }
    budget.take(request, files.stream().mapToLong(Part::getSize).filter(this::fits).sum());
    List<UploadedFile> uploaded = new ArrayList<>();
    for (Part file : files) {
      uploaded.add(uploaded(file));
    }
    return new UploadForm(uploaded, fields(request));
  }

  /** Also one without a name, so that it can be refused instead of being lost. */
  private static boolean isFile(Part part) {
    return FILE_PARTS.contains(part.getName())
        && (nameOf(part).isPresent() || part.getContentType() != null);
  }

  private static Optional<String> nameOf(Part part) {
    return SubmittedName.in(part.getHeader("Content-Disposition"));
  }

  private static void requireForm(String contentType) {
    if (contentType == null
        || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
      throw new FailedRequestException(
          Failure.wrongContentType("Expected files as multipart/form-data."));
    }
  }

  private Collection<Part> parts(HttpServletRequest request, MostFiles rule) {
    if (request.getContentLengthLong() > LARGEST_UPLOAD) {
      throw tooLarge();
    }
    try {
      return request.getParts();
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof FileCountLimitExceededException) {
        throw tooManyFiles(rule);
      }
      throw e.getCause() instanceof SizeLimitExceededException ? tooLarge() : unreadable();
    } catch (IOException | ServletException e) {
      throw unreadable();
    }
  }

  private UploadedFile uploaded(Part part) {
    String type = part.getContentType() == null ? UNKNOWN_TYPE : part.getContentType();
    byte[] bytes = fits(part.getSize()) ? bytes(part) : new byte[0];
    return new UploadedFile(nameOf(part).orElse(""), type, part.getSize(), bytes);
  }

  private boolean fits(long size) {
    return size <= limits.maxFile().bytes();
  }

  private static byte[] bytes(Part part) {
    try (InputStream stream = part.getInputStream()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new FailedRequestException(
          Failure.of(FailureKind.UNAVAILABLE, "The upload could not be kept on disk."));
    }
  }

  private static Map<String, String> fields(HttpServletRequest request) {
    Map<String, String> fields = new LinkedHashMap<>();
    request.getParameterMap().forEach((name, values) -> fields.put(name, values[0]));
    return fields;
  }

  private static FailedRequestException tooLarge() {
    return new FailedRequestException(
        Failure.of(
            FailureKind.TOO_LARGE, "Upload exceeds " + LARGEST_UPLOAD / 1024 / 1024 + " MB limit"));
  }

  private int most(MostFiles rule) {
    return rule == null ? limits.maxFiles() : Math.min(rule.value(), limits.maxFiles());
  }

  private FailedRequestException tooManyFiles(MostFiles rule) {
    if (rule != null) {
      return new FailedRequestException(
          Failure.of(
              FailureKind.BROKEN_RULE, "At most " + most(rule) + " files are taken at once."));
    }
    return new FailedRequestException(
        Failure.invalid(
            List.of(
                new Violation(
                    List.of("body", FILES),
                    "List should have at most " + limits.maxFiles() + " items",
                    "too_long"))));
  }

  private static FailedRequestException unreadable() {
    return new FailedRequestException(Failure.malformed("The form could not be read."));
  }
}
