/**
 * The Kubernetes API of Tocsin: the Java types from which {@code crds/} is generated. Data only; it
 * knows nothing but the annotations of the CRD generator and Jackson.
 *
 * <p>Absent lists and maps read as empty, other absent fields as null. Timestamps and durations are
 * texts, as in every Kubernetes type: {@link Timestamps} and {@link GoDuration} read and write
 * them. Start reading at {@link DetectionPolicy}; the bounds of every field are in {@link Limits}.
 */
@NullMarked
package dev.tocsin.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
