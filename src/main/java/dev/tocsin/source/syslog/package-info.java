/**
 * Syslog over TCP and UDP as a source of live events: records of Sysmon for Linux that hosts send.
 * Nobody is authenticated here, so everything is bounded: frames, connections, and how long one may
 * be idle. A message ends in the queue or in a counter.
 *
 * <p>Start reading at {@link SyslogListener}.
 */
@NullMarked
package dev.tocsin.source.syslog;

import org.jspecify.annotations.NullMarked;
