/**
 * Where events come from: a subscription to a Tetragon agent, or files and standard input with what
 * one recorded, or with records of Sysmon for Linux, which also come over syslog. Whatever the
 * form, it ends as the encoded message that {@link dev.tocsin.event.Event} reads, so there is one
 * view and no second meaning.
 *
 * <p>Knows gRPC and protobuf; nothing of Kubernetes or policies. Nothing is lost here without being
 * counted. Start reading at TetragonClient (live) and {@link EventInputs} (recorded).
 */
@NullMarked
package dev.tocsin.source;

import org.jspecify.annotations.NullMarked;
