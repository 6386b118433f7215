package dev.tocsin.language.function;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.common.collect.ImmutableList;
import java.util.Collection;

/**
 * Images by name: what {@code isImageIn()} asks. An entry takes in
 *
 * <ul>
 *   <li>{@code registry.example.com/shop/web}: this repository, whatever the tag or the digest;
 *   <li>{@code nginx:1.27}: this tag, and no image that has a digest in its name, since then the
 *       digest decides what runs and the tag says nothing;
 *   <li>{@code nginx@sha256:...}: this digest, whatever the tag;
 *   <li>{@code registry.example.com/*}: all below;
 *   <li>{@code *}: every image.
 * </ul>
 *
 * <p>A name ends where the entry ends: {@code registry.example.com/foo*} is this repository and all
 * below it, and not {@code registry.example.com/foobar}. Immutable, thread safe.
 */
public final class ImageList {
  private static final String ANY = "*";

  /** Each event asks for the image of its container: there are few, and each is read once. */
  private static final LoadingCache<String, ImageReference> IMAGES =
      Caffeine.newBuilder().maximumSize(4096).build(ImageReference::parse);

  private final ImmutableList<Entry> entries;

  /**
   * @param folder all below the repository too
   */
  private record Entry(ImageReference wanted, boolean folder) {
    static Entry of(String text) {
      if (!text.endsWith(ANY)) {
        return new Entry(ImageReference.parse(text), false);
      }
      String start = text.substring(0, text.length() - ANY.length());
      if (start.isEmpty() || start.endsWith("/")) {
        String path = start.isEmpty() ? "" : ImageReference.withRegistry(start);
        return new Entry(new ImageReference(path, "", ""), true);
      }
      String name = start.endsWith(":") || start.endsWith("@") ? chopped(start) : start;
      return new Entry(ImageReference.parse(name), name.equals(start));
    }

    private static String chopped(String text) {
      return text.substring(0, text.length() - 1);
    }

    boolean takesIn(ImageReference image) {
      return isBelow(image.repository())
          || (image.repository().equals(wanted.repository())
              && (wanted.digest().isEmpty()
                  ? wanted.tag().isEmpty() || image.hasTag(wanted.tag())
                  : wanted.digest().equals(image.digest())));
    }

    private boolean isBelow(String repository) {
      String path = wanted.repository();
      return folder
          && repository.startsWith(path)
          && (path.isEmpty() || path.endsWith("/") || repository.startsWith("/", path.length()));
    }
  }

  public ImageList(Collection<String> texts) {
    this.entries = texts.stream().map(Entry::of).collect(ImmutableList.toImmutableList());
  }

  /**
   * @param image as a container has it; {@code ""} is in no list
   */
  public boolean contains(String image) {
    if (image.isEmpty()) {
      return false;
    }
    ImageReference reference = IMAGES.get(image);
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).takesIn(reference)) {
        return true;
      }
    }
    return false;
  }
}
