/**
 * Who is who inside the cluster: which node a sensor's token speaks for, which certificate the
 * operator shows and who signs it.
 *
 * <p>Knows the API server (TokenReview, Secret, ConfigMap) and nothing of events, policies or
 * alerts; of the transport it knows only the question that it answers. Start reading at {@link
 * dev.tocsin.identity.TokenReviews} and {@link dev.tocsin.identity.SelfManagedAuthority}.
 */
@NullMarked
package dev.tocsin.identity;

import org.jspecify.annotations.NullMarked;
