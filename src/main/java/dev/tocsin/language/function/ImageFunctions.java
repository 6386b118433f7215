package dev.tocsin.language.function;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.types.ListType;
import java.util.List;

/** {@code container.image.isImageIn(lists.allowed)}: see {@link ImageList}. */
public final class ImageFunctions {
  private ImageFunctions() {}

  @SuppressWarnings("unchecked") // the checker has seen to the elements
  public static FunctionLibrary library() {
    return new FunctionLibrary()
        .member(
            "isImageIn",
            "string_is_image_in_list",
            BOOL,
            STRING,
            String.class,
            ListType.create(STRING),
            List.class,
            (image, list) -> new ImageList(list).contains(image));
  }
}
