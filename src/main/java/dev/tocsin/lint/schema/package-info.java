/**
 * What the API server refuses, found without one: the schemas of {@code crds/}, which are packed
 * with the program, over the JSON of an object. Start reading at {@link
 * dev.tocsin.lint.schema.ApiSchema}.
 */
@NullMarked
package dev.tocsin.lint.schema;

import org.jspecify.annotations.NullMarked;
