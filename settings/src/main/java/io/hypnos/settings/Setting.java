package io.hypnos.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one setting. A record component without it must itself be a record: a group of
 * settings.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** The default in the text form of hypnos.yml; empty means unset. */
  String value() default "";

  /** One sentence for the reference page. */
  String doc();

  /** Smallest allowed value, in the text form of the type; empty means no limit. */
  String min() default "";

  /** Largest allowed value, in the text form of the type; empty means no limit. */
  String max() default "";
}
