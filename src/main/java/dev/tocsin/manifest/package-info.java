/**
 * The one reader of objects in YAML and JSON files: which files ({@link
 * dev.tocsin.manifest.Manifests#files}), their documents ({@link dev.tocsin.manifest.Documents}),
 * the objects in them with the place of every field ({@link dev.tocsin.manifest.ManifestFile}), and
 * those of Tocsin as their types ({@link dev.tocsin.manifest.Manifests}). Start reading at the
 * last.
 */
@NullMarked
package dev.tocsin.manifest;

import org.jspecify.annotations.NullMarked;
