/**
 * Who is who inside the cluster: which node a sensor's token speaks for, which certificate the
 * operator shows and who signs it, and which replica leads.
 *
 * <p>Knows the API server (TokenReview, Secret, ConfigMap, Lease) and nothing of events, policies
 * or alerts; of the transport it knows only the question that it answers. Start reading at {@link
 * dev.tocsin.identity.TokenReviews}, {@link dev.tocsin.identity.OwnAuthority} and {@link
 * dev.tocsin.identity.Leadership}.
 */
@NullMarked
package dev.tocsin.identity;

import org.jspecify.annotations.NullMarked;
