/**
 * The container image: {@code make image} builds it without Docker, from what was built and from
 * the machine's own JDK and C library. Start reading at {@link ImageBuild}, then {@link
 * RootFilesystem}, which says what is in the image; {@link UnpackedImage} is how tests run it.
 */
@NullMarked
package dev.tocsin.image;

import org.jspecify.annotations.NullMarked;
