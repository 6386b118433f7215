/**
 * One event against one immutable set of policies, and windows over the matches. Knows events and
 * the language, nothing of Kubernetes or gRPC. Start reading at {@link Engine}, then {@link Policy}
 * (what goes in) and {@link Finding} (what comes out). {@link CrossNodeWindows} is where the
 * matches of all nodes are counted together.
 */
@NullMarked
package dev.tocsin.engine;

import dev.tocsin.engine.policy.Policy;
import org.jspecify.annotations.NullMarked;
