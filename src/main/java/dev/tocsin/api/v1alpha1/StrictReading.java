package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import org.jspecify.annotations.Nullable;

/**
 * For reading what people wrote, where no API server checks it: with it an unknown field or value
 * is an error. Objects from an API server are read leniently, since a newer version may have stored
 * them.
 *
 * <p>{@code mapper.setAnnotationIntrospector(new StrictReading())}, with {@code
 * FAIL_ON_UNKNOWN_PROPERTIES} on, as it is by default.
 */
public final class StrictReading extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public JsonIgnoreProperties.Value findPropertyIgnoralByName(
      MapperConfig<?> config, Annotated annotated) {
    return super.findPropertyIgnoralByName(config, annotated).withoutIgnoreUnknown();
  }

  @Override
  public JsonFormat.@Nullable Value findFormat(Annotated annotated) {
    JsonFormat.Value format = super.findFormat(annotated);
    return format == null
        ? null
        : format.withoutFeature(JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE);
  }
}
