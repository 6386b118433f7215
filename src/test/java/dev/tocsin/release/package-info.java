/**
 * What a release has: {@code make release} leaves it in {@code target/release}, and uploads
 * nothing. Start reading at {@link ReleaseBuild}; each other class makes one of the files, the same
 * bytes for the same commit.
 */
@NullMarked
package dev.tocsin.release;

import org.jspecify.annotations.NullMarked;
